#include "planner/config/blocks.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/config/reading.h"

namespace waveform::planner {

using base::Diags;
using base::Range;

namespace {

constexpr std::string_view kOurPrefix = "wavefront_cloud_integration_";

void add_locals(Config& config, const hcl::Block& block, Diags& diags) {
  if (!has_labels(block, 0, "locals { name = … }", diags)) return;
  read_blocks("locals", block.body, {}, diags);
  for (const auto& attribute : block.body.attributes) {
    auto [first, is_new] = config.locals.emplace(attribute.name, attribute.value.get());
    if (!is_new) {
      diags.error(attribute.name_range,
                  fmt::format("local {} is declared twice", base::quote(attribute.name)),
                  fmt::format("The first is at {}.", base::where(first->second->range)));
    }
  }
}

void add_provider(Config& config, const hcl::Block& block, Diags& diags) {
  if (!has_labels(block, 1, "provider \"wavefront\" { … }", diags)) return;
  if (block.labels[0].text != "wavefront") {
    diags.note(block.header, fmt::format("Provider {} is not used", base::quote(block.labels[0].text)),
               "waveform only manages cloud integrations of Wavefront.");
    return;
  }
  read_blocks("provider \"wavefront\"", block.body, {}, diags);
  constexpr const char* kOneService = "Use one directory per service, each with its own state.";
  if (config.provider) {
    diags.error(block.header, "A second provider \"wavefront\" block", "A manifest is for one service.",
                kOneService);
    return;
  }
  if (const auto* alias = block.body.find("alias"); alias != nullptr) {
    diags.error(alias->name_range, "There is only one provider, so it has no alias",
                "A manifest is for one service.", kOneService);
    return;
  }
  auto& provider = config.provider.emplace();
  read_arguments("provider \"wavefront\"", block.body,
                 {expression("address", provider.address), expression("token", provider.token),
                  expression("http_proxy", provider.http_proxy)},
                 diags);
  hide_literal(config, provider.token);
}

// Each block with its shape and reader. Null: a block of Terraform that waveform does not support yet.
struct BlockKind {
  hcl::BlockShape shape;
  void (*read)(Config& config, const hcl::Block& block, const provider::Catalog& catalog, Diags& diags);
};

// A reader that does not need the catalog.
template <void (*kRead)(Config&, const hcl::Block&, Diags&)>
void read_with(Config& config, const hcl::Block& block, const provider::Catalog&, Diags& diags) {
  kRead(config, block, diags);
}

const std::vector<BlockKind>& block_kinds() {
  static const std::vector<BlockKind> kinds = {
      {{"resource", 2, {{"lifecycle", 0, {{"precondition", 0, {}}, {"postcondition", 0, {}}}}}},
       add_resource},
      {{"variable", 1, {{"validation", 0, {}}}}, read_with<add_variable>},
      {{"locals", 0, {}}, read_with<add_locals>},
      {{"output", 1, {{"precondition", 0, {}}}}, read_with<add_output>},
      {{"provider", 1, {}}, read_with<add_provider>},
      {{"import", 0, {}, {"to"}}, read_with<add_import>},
      {{"moved", 0, {}}, read_with<add_moved>},
      {{"removed", 0, {{"lifecycle", 0, {}}}}, read_with<add_removed>},
      {{"terraform", 0, {{"backend", 1, {}}, {"required_providers", 0, {}}}},
       read_with<read_terraform_block>},
      {{"module", 1, {}}, nullptr},
      {{"data", 2, {}}, nullptr},
      {{"check", 1, {}}, nullptr},
      {{"ephemeral", 2, {}}, nullptr}};
  return kinds;
}

void add_block(Config& config, const hcl::Block& block, const provider::Catalog& catalog, Diags& diags) {
  std::vector<std::string> known;
  for (const auto& [shape, read] : block_kinds()) {
    if (shape.type == block.type && read != nullptr) return read(config, block, catalog, diags);
    if (shape.type == block.type)
      return diags.error(block.header, fmt::format("{} blocks are not supported yet", block.type));
    if (read != nullptr) known.push_back(shape.type);
  }
  std::string hint = base::did_you_mean(block.type, known);
  if (hint.empty()) hint = fmt::format("Known are {}.", base::enumerate(known));
  diags.error(block.header, fmt::format("There is no block {}", base::quote(block.type)), {}, hint);
}

// Types of this provider that are not cloud integrations, and those of other providers: one error for all of
// them.
void refuse_foreign_types(Config& config, const std::vector<const hcl::Body*>& files,
                          const provider::Catalog& catalog, Diags& diags) {
  std::vector<std::string> known;
  for (const auto& type : catalog.types) known.push_back(type.name);
  auto& foreign = config.foreign_types;
  Range first;
  std::int64_t blocks = 0;
  for (const auto* file : files) {
    for (const auto& block : file->blocks) {
      if (block.type != "resource" || block.labels.size() != 2 ||
          catalog.find(block.labels[0].text) != nullptr)
        continue;
      const std::string& name = block.labels[0].text;
      if (name.starts_with(kOurPrefix) || !base::nearest(name, known).empty()) {
        std::string hint = base::did_you_mean(name, known);
        diags.error(block.labels[0].range, fmt::format("There is no resource type {}", base::quote(name)), {},
                    hint.empty() ? fmt::format("Known are {}.", base::enumerate(known)) : hint);
        continue;
      }
      if (blocks++ == 0) first = block.labels[0].range;
      foreign.insert(name);
    }
  }
  if (blocks == 0) return;
  std::vector<std::string> names(foreign.begin(), foreign.end());
  diags.error(first,
              fmt::format("{} not a cloud integration: {}",
                          base::count(blocks, "resource is", "resources are"), base::enumerate(names)),
              "waveform only manages cloud integrations.",
              "Name the files with integrations with -f, and replace each reference to such a resource by a "
              "variable.");
}

}  // namespace

const std::vector<hcl::BlockShape>& manifest_blocks() {
  static const std::vector<hcl::BlockShape> shapes = [] {
    std::vector<hcl::BlockShape> all;
    for (const auto& kind : block_kinds()) all.push_back(kind.shape);
    return all;
  }();
  return shapes;
}

void add_file(Config& config, hcl::Body& file, const provider::Catalog& catalog, Diags& diags) {
  for (const auto& attribute : file.attributes) {
    diags.error(attribute.name_range, fmt::format("{} is outside of any block", base::quote(attribute.name)),
                {}, "Attributes must be in a block, such as resource \"type\" \"name\" { … }.");
  }
  for (auto& block : file.blocks) {
    const auto* type =
        block.type == "resource" && !block.labels.empty() ? catalog.find(block.labels[0].text) : nullptr;
    if (type != nullptr) fold_blocks(block.body, *type, diags);
    add_block(config, block, catalog, diags);
  }
}

void check_whole_config(Config& config, const std::vector<const hcl::Body*>& files,
                        const provider::Catalog& catalog, Diags& diags) {
  refuse_foreign_types(config, files, catalog, diags);
  for (const auto& import : config.imports) {
    bool is_ours = catalog.find(import.to.type) != nullptr;  // others have been reported, with their blocks
    if (is_ours && !config.resources.contains(import.to.block())) {
      diags.error(
          import.range, fmt::format("The manifest has no {}", import.to.text()),
          "An import needs a resource block.",
          fmt::format(
              "Write it; or remove this block and generate both: `waveform import -generate={}.wf.hcl ID`",
              import.to.name));
    }
  }
  for (const auto& [address, resource] : config.resources) {
    for (const auto& wanted : resource.depends_on) {
      if (config.resources.contains(wanted.block())) continue;
      diags.error(resource.body->find("depends_on")->value->range,
                  fmt::format("There is no resource {}", wanted.text()), "It is in depends_on.",
                  "Correct the address or remove it.");
    }
  }
  for (const auto& [name, output] : config.outputs) {
    for (const auto& wanted : output.depends_on) {
      if (!config.resources.contains(wanted.block()))
        diags.error(output.range, fmt::format("There is no resource {}", wanted.text()),
                    "It is in depends_on of this output.", "Correct the address or remove it.");
    }
  }
}

}  // namespace waveform::planner
