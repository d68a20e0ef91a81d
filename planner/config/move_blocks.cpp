// Blocks that change addresses in the state: import, moved, removed.
#include <fmt/format.h>

#include "base/text.h"
#include "planner/config/reading.h"

namespace waveform::planner {

using base::Diags;

namespace {

// TYPE.NAME, or TYPE.NAME[key] with any expression as the key.
std::optional<base::Address> keyed_address(const hcl::Expr& expr, const hcl::Expr*& key) {
  const auto* index = std::get_if<hcl::Index>(&expr.node);
  if (index == nullptr) return address_of(expr);
  key = index->key.get();
  return address_of(*index->object);
}

// An address argument of a block; empty, with an error, when it is missing or invalid.
std::optional<base::Address> address_in(const hcl::Block& block, const char* name, Diags& diags) {
  const auto* attribute = block.body.find(name);
  if (attribute == nullptr) {
    diags.error(block.header, fmt::format("A {} block needs {}", block.type, base::quote(name)));
    return std::nullopt;
  }
  auto address = address_of(*attribute->value);
  if (!address) {
    diags.error(attribute->value->range, fmt::format("{} must be the address of a resource", name),
                "Keys are literal (\"${\" is written \"$${\"); there are no modules.",
                "Write: TYPE.NAME, TYPE.NAME[\"key\"] or TYPE.NAME[0].");
  }
  return address;
}

}  // namespace

void add_import(Config& config, const hcl::Block& block, Diags& diags) {
  if (!has_labels(block, 0, "import { to = … id = … }", diags)) return;
  read_blocks("an import", block.body, {}, diags);
  ImportBlock import{.range = block.header, .to = {}};
  const hcl::Expr* to = nullptr;
  read_arguments("an import", block.body,
                 {expression("to", to), expression("id", import.id), expression("service", import.service),
                  expression("name", import.name), expression("for_each", import.for_each)},
                 diags);
  constexpr const char* kForm =
      "For example, with each argument on its own line: to = wavefront_cloud_integration_ec2.main and id = "
      "\"…\"; or service = \"EC2\" and name = \"…\" in place of the id.";
  auto address = to == nullptr ? std::nullopt : keyed_address(*to, import.key);
  if (!address) {
    diags.error(to == nullptr ? block.header : to->range,
                to == nullptr ? "An import needs `to`" : "`to` must be a resource address", {}, kForm);
    return;
  }
  if ((import.id == nullptr) == (import.name == nullptr)) {
    diags.error(block.header, "An import takes either an id, or a service and a name",
                import.id == nullptr ? "This block has neither." : "This block has both.", kForm);
    return;
  }
  import.to = *std::move(address);
  config.imports.push_back(std::move(import));
}

void add_moved(Config& config, const hcl::Block& block, Diags& diags) {
  if (!has_labels(block, 0, "moved { from = … to = … }", diags)) return;
  read_blocks("a moved block", block.body, {}, diags);
  for (const auto& attribute : block.body.attributes) {
    if (attribute.name != "from" && attribute.name != "to")
      unknown_argument("a moved block", attribute, {"from", "to"}, diags);
  }
  auto from = address_in(block, "from", diags);
  auto to = address_in(block, "to", diags);
  if (!from || !to) return;
  if (from->type != to->type) {
    diags.error(block.body.find("to")->value->range, "A resource cannot change its type",
                fmt::format("{} has the type {}, {} has the type {}.", from->text(), from->type, to->text(),
                            to->type));
  } else if (*from == *to) {
    diags.error(block.header, "Both addresses are the same");
  } else {
    config.moved.push_back({block.header, *std::move(from), *std::move(to)});
  }
}

void add_removed(Config& config, const hcl::Block& block, Diags& diags) {
  if (!has_labels(block, 0, "removed { from = … }", diags)) return;
  for (const auto& attribute : block.body.attributes) {
    if (attribute.name == "from") continue;
    if (attribute.name == "destroy") {
      diags.error(attribute.name_range, "destroy must be in the lifecycle of a removed block", {},
                  "Write: lifecycle { destroy = … }");
    } else {
      unknown_argument("a removed block", attribute, {"from"}, diags);
    }
  }
  bool says = block.body.find("destroy") != nullptr;
  RemovedBlock removed{.range = block.header, .from = {}};
  for (const auto& inner : block.body.blocks) {
    if (inner.type != "lifecycle") {
      if (!is_refused(inner.type, inner.header, "a removed block", diags))
        diags.error(inner.header,
                    fmt::format("There is no block {} in a removed block", base::quote(inner.type)));
      continue;
    }
    says = says || inner.body.find("destroy") != nullptr;
    if (!is_only_lifecycle(inner, block.body, diags)) continue;
    read_blocks("lifecycle", inner.body, {}, diags);
    read_arguments(
        "lifecycle of a removed block", inner.body,
        {{"destroy", [&](const auto& argument) { removed.destroy = literal_bool(argument, diags); }}}, diags);
  }
  auto from = address_in(block, "from", diags);
  if (!from) return;
  if (!says) {
    diags.warning(block.header, "This removed block has no destroy argument",
                  "waveform forgets the resource, and the service keeps it.",
                  "Make it explicit: lifecycle { destroy = false }.");
  }
  removed.from = *std::move(from);
  config.removed.push_back(std::move(removed));
}

}  // namespace waveform::planner
