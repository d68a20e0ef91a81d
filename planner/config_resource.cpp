#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/config_reading.h"

namespace waveform::planner {

using base::Diags;

namespace {

void read_lifecycle(ResourceBlock& resource, const hcl::Block& block, Diags& diags) {
  refuse_blocks("lifecycle", block.body, diags);
  for (const auto& attribute : block.body.attributes) {
    if (attribute.name == "skip_trash") {
      resource.skip_trash = literal_bool(attribute, diags);
    } else if (attribute.name == "prevent_destroy") {
      resource.prevent_destroy = literal_bool(attribute, diags);
    } else if (attribute.name == "create_before_destroy") {
      diags.note(attribute.name_range, "create_before_destroy has no effect",
                 "waveform never replaces an integration by itself.");
    } else {
      unknown_argument("lifecycle", attribute, {"skip_trash", "prevent_destroy", "create_before_destroy"},
                       diags);
    }
  }
}

void read_depends_on(ResourceBlock& resource, const hcl::Attribute& attribute, Diags& diags) {
  const auto* list = std::get_if<hcl::ListExpr>(&attribute.value->node);
  if (list == nullptr) {
    diags.error(attribute.value->range, "depends_on must be a list of resources", {},
                "Write: depends_on = [wavefront_cloud_integration_ec2.main]");
    return;
  }
  for (const auto& item : list->items) {
    if (auto address = address_of(*item)) {
      resource.depends_on.push_back(*std::move(address));
    } else {
      diags.error(item->range, "depends_on takes resource addresses", {},
                  "Write: depends_on = [wavefront_cloud_integration_ec2.main]");
    }
  }
}

std::vector<std::string> attribute_names(const provider::ResourceType& type) {
  std::vector<std::string> names;
  for (const auto& attribute : type.attributes) {
    if (!attribute.computed) names.push_back(attribute.name);
  }
  return names;
}

void check_attribute(const provider::ResourceType& type, const hcl::Attribute& attribute, Diags& diags) {
  if (const auto* known = type.find(attribute.name)) {
    if (known->computed) {
      diags.error(attribute.name_range, fmt::format("{} is set by the service", attribute.name),
                  "It can be read in expressions and outputs, not given.", "Remove this line.");
    }
    return;
  }
  if (is_later(attribute.name, attribute.name_range, "a resource", diags)) return;
  auto known = attribute_names(type);
  std::string hint = base::did_you_mean(attribute.name, known);
  if (hint.empty()) hint = fmt::format("Known are {}.", base::enumerate(known));
  diags.error(attribute.name_range,
              fmt::format("{} has no attribute {}", type.name, base::quote(attribute.name)), {}, hint);
}

void check_required(const ResourceBlock& resource, Diags& diags) {
  std::vector<std::string> missing;
  for (const auto& attribute : resource.type->attributes) {
    if (attribute.required && resource.body->find(attribute.name) == nullptr)
      missing.push_back(attribute.name);
  }
  if (missing.empty()) return;
  diags.error(resource.range, fmt::format("Missing: {}", base::enumerate(missing)),
              fmt::format("{} cannot be made without.", resource.type->title));
}

}  // namespace

void add_resource(Config& config, const hcl::Block& block, const provider::Catalog& catalog, Diags& diags) {
  if (!has_labels(block, 2, "resource \"type\" \"name\" { … }", diags)) return;
  const auto* type = catalog.find(block.labels[0].text);
  if (type == nullptr) return;  // finish() tells of all of them at once
  auto address = base::parse_address(block.labels[0].text + "." + block.labels[1].text);
  if (!address || address->key.index() != 0) {
    diags.error(block.labels[1].range, fmt::format("{} is not a name", base::quote(block.labels[1].text)),
                "A name starts with a letter or _ and has letters, digits, _ and - only.");
    return;
  }
  if (auto first = config.resources.find(*address); first != config.resources.end()) {
    diags.error(block.header, fmt::format("{} is declared twice", address->text()),
                fmt::format("The first is at {}.", where(first->second.range)),
                "Give one of them another name.");
    return;
  }
  ResourceBlock resource{.type = type, .body = &block.body, .range = block.header, .depends_on = {}};
  for (const auto& attribute : block.body.attributes) {
    if (attribute.name == "depends_on") {
      read_depends_on(resource, attribute, diags);
    } else {
      check_attribute(*type, attribute, diags);
    }
  }
  for (const auto& inner : block.body.blocks) {
    if (inner.type == "lifecycle") {
      read_lifecycle(resource, inner, diags);
    } else if (is_later(inner.type, inner.header, "a resource", diags)) {
      continue;
    } else if (type->find(inner.type) != nullptr) {
      diags.error(inner.header, fmt::format("{} is an attribute, not a block", inner.type), {},
                  fmt::format("Write it with an equals sign: {} = …", inner.type));
    } else {
      auto known = attribute_names(*type);
      known.emplace_back("lifecycle");
      diags.error(inner.header, fmt::format("{} has no block {}", type->name, base::quote(inner.type)), {},
                  base::did_you_mean(inner.type, known));
    }
  }
  check_required(resource, diags);
  config.resources.emplace(*std::move(address), std::move(resource));
}

}  // namespace waveform::planner
