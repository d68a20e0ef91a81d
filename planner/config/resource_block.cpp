#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/config/reading.h"

namespace waveform::planner {

using base::Diags;

namespace {

std::vector<std::string> attribute_names(const provider::ResourceType& type) {
  std::vector<std::string> names;
  for (const auto& attribute : type.attributes) {
    if (!attribute.is_computed()) names.push_back(attribute.name);
  }
  return names;
}

// ignore_changes = [name, …] or all; in older manifests, and in JSON, in quotes.
void read_ignore_changes(ResourceBlock& resource, const hcl::Attribute& attribute, Diags& diags) {
  constexpr const char* kForm = "Write: ignore_changes = [name, additional_tags], or ignore_changes = all.";
  auto name_of = [](const hcl::Expr& expr) -> std::string {
    const auto* traversal = std::get_if<hcl::Traversal>(&expr.node);
    if (traversal == nullptr) return literal_text(expr);
    const auto* name = hcl::name_at(*traversal, 0);
    return name == nullptr || traversal->steps.size() > 1 ? "" : *name;
  };
  if (name_of(*attribute.value) == "all") {
    resource.ignore_all = true;
    return;
  }
  const auto* list = std::get_if<hcl::ListExpr>(&attribute.value->node);
  if (list == nullptr) {
    diags.error(attribute.value->range, "ignore_changes must be a list of attributes, or all", {}, kForm);
    return;
  }
  for (const auto& item : list->items) {
    std::string name = name_of(*item);
    const auto* known = resource.type->find(name);
    if (known != nullptr && known->is_always_sent()) {
      diags.error(item->range, fmt::format("{} cannot be ignored", name),
                  "Every update must send it: otherwise the service may refuse the update or lose the value.",
                  "Remove it from this list.");
    } else if (known != nullptr && !known->is_computed()) {
      resource.ignore_changes.insert(std::move(name));
    } else if (name.empty()) {
      diags.error(item->range, "ignore_changes needs names of attributes",
                  "Parts of an attribute cannot be ignored.", kForm);
    } else {
      diags.error(item->range, fmt::format("{} has no attribute {}", resource.type->name, base::quote(name)),
                  {}, base::did_you_mean(name, attribute_names(*resource.type)));
    }
  }
}

void read_lifecycle(ResourceBlock& resource, const hcl::Block& block, Diags& diags) {
  const auto condition_of = [&diags](std::vector<Condition>& conditions) {
    return [&](const hcl::Block& inner) {
      if (auto condition = read_condition(inner, diags)) conditions.push_back(*condition);
    };
  };
  read_blocks("lifecycle", block.body,
              {{"precondition", condition_of(resource.preconditions)},
               {"postcondition", condition_of(resource.postconditions)}},
              diags);
  const auto warn = [&](const hcl::Attribute& argument) {
    diags.warning(argument.name_range, "create_before_destroy has no effect",
                  "waveform never replaces an integration without -replace.");
  };
  read_arguments(
      "lifecycle", block.body,
      {{"skip_trash", [&](const auto& argument) { resource.skip_trash = literal_bool(argument, diags); }},
       expression("prevent_destroy", resource.prevent_destroy),
       {"ignore_changes", [&](const auto& argument) { read_ignore_changes(resource, argument, diags); }},
       {"create_before_destroy", warn}},
      diags);
}

void check_attribute(const provider::ResourceType& type, const hcl::Attribute& attribute, Diags& diags) {
  if (const auto* known = type.find(attribute.name)) {
    if (known->is_computed()) {
      diags.error(attribute.name_range, fmt::format("{} is set by the service", attribute.name),
                  "It can be read in expressions and outputs, but not set.", "Remove this line.");
    }
    return;
  }
  if (is_refused(attribute.name, attribute.name_range, "a resource", diags)) return;
  if (attribute.name == "lifecycle") {
    diags.error(attribute.name_range, "lifecycle is a block, not an attribute", {},
                "Remove the equals sign: lifecycle { … }");
    return;
  }
  auto known = attribute_names(type);
  auto all = known;
  all.insert(all.end(), {"for_each", "count", "depends_on", "provider"});
  std::string hint = base::did_you_mean(attribute.name, all);
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
              fmt::format("{} cannot be created without it.", resource.type->title));
}

// Reads an argument of the language, such as count. False: any other argument.
bool read_meta_argument(ResourceBlock& resource, const hcl::Attribute& attribute, Diags& diags) {
  if (attribute.name == "depends_on") {
    resource.depends_on = read_depends_on(attribute, diags);
  } else if (attribute.name == "for_each") {
    resource.for_each = attribute.value.get();
  } else if (attribute.name == "count") {
    resource.count = attribute.value.get();
  } else if (attribute.name == "provider") {
    const auto* name = std::get_if<hcl::Traversal>(&attribute.value->node);
    if (name == nullptr || name->steps.size() != 1) {
      diags.error(attribute.value->range, "There is only one provider", "A manifest is for one service.",
                  "Remove this line, and use one directory per service.");
    }
  } else {
    return false;
  }
  return true;
}

void read_inner_block(ResourceBlock& resource, const hcl::Block& inner, Diags& diags) {
  const auto& type = *resource.type;
  if (inner.type == "lifecycle") {
    if (is_only_lifecycle(inner, *resource.body, diags)) read_lifecycle(resource, inner, diags);
    return;
  }
  if (is_refused(inner.type, inner.header, "a resource", diags)) return;
  if (type.find(inner.type) != nullptr) {
    diags.error(inner.header, fmt::format("{} is an attribute, not a block", inner.type), {},
                fmt::format("Add an equals sign: {} = …", inner.type));
    return;
  }
  auto known = attribute_names(type);
  known.emplace_back("lifecycle");
  diags.error(inner.header, fmt::format("{} has no block {}", type.name, base::quote(inner.type)), {},
              base::did_you_mean(inner.type, known));
}

}  // namespace

void add_resource(Config& config, const hcl::Block& block, const provider::Catalog& catalog, Diags& diags) {
  if (!has_labels(block, 2, "resource \"type\" \"name\" { … }", diags)) return;
  const auto* type = catalog.find(block.labels[0].text);
  if (type == nullptr) return;  // finish() reports all of them together
  if (!has_name(block, 1, diags)) return;
  const base::Address address{block.labels[0].text, block.labels[1].text, {}};
  if (auto first = config.resources.find(address); first != config.resources.end()) {
    diags.error(block.header, fmt::format("{} is declared twice", address.text()),
                fmt::format("The first is at {}.", base::where(first->second.range)), "Rename one of them.");
    return;
  }
  ResourceBlock resource{.type = type, .body = &block.body, .range = block.header};
  for (const auto& attribute : block.body.attributes) {
    if (!read_meta_argument(resource, attribute, diags)) check_attribute(*type, attribute, diags);
    if (const auto* known = type->find(attribute.name); known != nullptr && known->secret)
      hide_literal(config, attribute.value.get());
  }
  if (resource.for_each != nullptr && resource.count != nullptr) {
    diags.error(block.body.find("count")->name_range, "A resource cannot have both for_each and count",
                "Only one of them can set the number of instances.");
    resource.count = nullptr;
  }
  for (const auto& inner : block.body.blocks) read_inner_block(resource, inner, diags);
  check_required(resource, diags);
  config.resources.emplace(address, std::move(resource));
}

}  // namespace waveform::planner
