#include "planner/eval/resource_values.h"

#include <fmt/format.h>

#include "base/text.h"
#include "planner/eval/attribute_values.h"
#include "planner/eval/conditions.h"
#include "planner/hcl/convert.h"
#include "planner/hcl/evaluate.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::Diags;
using base::Value;
using provider::Role;

namespace {

// Errors of a secret omit the values of its references, which are not necessarily marked.
hcl::Typed evaluate_attribute(const hcl::Attribute& attribute, bool secret, const hcl::Scope& scope,
                              Diags& diags) {
  Diags found;
  auto value = hcl::evaluate(*attribute.value, scope, found);
  for (base::Diag diag : found.list()) {
    if (secret) diag.values.clear();
    diags.add(std::move(diag));
  }
  return value;
}

// The placeholder that the service returns is not the secret. False after an error.
bool check_placeholder(const provider::Attribute& attribute, const Value& value, base::Range range,
                       Diags& diags) {
  if (!provider::is_keeper(attribute, value)) return true;
  diags.error(range, fmt::format("{} is missing", attribute.name),
              "This is only a placeholder for the secret that the service has.",
              "Use the secret itself, preferably from a sensitive variable.");
  return false;
}

// Of an attribute that the manifest does not set.
Value unset_value(const provider::ResourceType& type, const provider::Attribute& attribute,
                  const Value::Map& live, bool exists) {
  if (auto found = live.find(attribute.name); found != live.end()) return found->second;
  if (attribute.role == Role::Service) return type.service;
  if (exists || attribute.role == Role::WriteOnly) return {};
  // The service can set attributes without a default.
  return attribute.fallback.is_sent ? attribute.fallback.value : Value::unknown();
}

// Counts down to 0.
void count_text(const Value& value, std::size_t& room) {
  if (value.is_string()) room -= std::min(room, value.as_string().size());
  if (value.is_list()) {
    for (auto it = value.as_list().begin(); room > 0 && it != value.as_list().end(); ++it) {
      --room;
      count_text(*it, room);
    }
  }
  if (value.is_map()) {
    for (auto it = value.as_map().begin(); room > 0 && it != value.as_map().end(); ++it) {
      room -= std::min(room, it->first.size());
      count_text(it->second, room);
    }
  }
}

}  // namespace

bool check_size(const Value& value, const std::string& what, const base::Range& place, Diags& diags) {
  std::size_t room = std::size_t{1} << 20;
  count_text(value, room);
  if (room > 0) return true;
  diags.error(place, what + " is too large", "Its strings exceed 1 MiB.",
              "The service does not accept such values.");
  return false;
}

Value::Map evaluate_resource(const base::Address& address, const Instance& instance,
                             const ModuleScope& module, Diags& diags) {
  const auto& resource = *instance.block;
  InstanceScope scope(module, resource, address, instance.each_value);
  Value::Map desired;
  for (const auto& attribute : resource.body->attributes) {
    const auto* known = resource.type->find(attribute.name);
    if (known == nullptr) continue;  // such as depends_on; unknown ones were reported when the block was read
    auto value = evaluate_attribute(attribute, known->secret.has_value(), scope, diags);
    if (!check_size(value.value, attribute.name, attribute.value->range, diags)) value = hcl::unknown();
    auto converted = convert(*known, std::move(value));
    if (!converted) {
      diags.error(attribute.value->range, fmt::format("{} has an invalid value", attribute.name),
                  converted.error().message + ".");
      desired.emplace(attribute.name, Value::unknown());
      continue;
    }
    if (converted->is_null() && !known->required) continue;
    bool must_not_be_empty = known->required || known->secret;
    if (must_not_be_empty && provider::is_absent(*converted)) {
      diags.error(attribute.value->range,
                  fmt::format("{} cannot be {}", attribute.name, converted->is_null() ? "null" : "empty"),
                  known->required ? fmt::format("{} cannot be created without it.", resource.type->title)
                                  : "Omit it to keep the value in the service.",
                  "If it comes from a variable, check that it is set.");
      continue;
    }
    if (!check_placeholder(*known, *converted, attribute.value->range, diags)) continue;
    if (known->role == Role::Service && converted->is_string()) {
      if (base::upper(converted->as_string()) != resource.type->service) {
        diags.error(attribute.value->range, fmt::format("service must be {}", resource.type->service),
                    "The type of the resource determines the service.", "Remove this line.");
        continue;
      }
      converted = Value(resource.type->service);
    }
    desired.emplace(attribute.name,
                    known->secret ? converted->with_marks(Value::Sensitive) : *std::move(converted));
  }
  return desired;
}

void drop_ignored(const ResourceBlock& block, Value::Map& desired) {
  if (block.ignore_all) desired = {};
  for (const auto& name : block.ignore_changes) desired.erase(name);
}

Value prevents_destroy(const ResourceBlock& block, const ModuleScope& scope, UnknownKeys on_unknown,
                       Diags& diags) {
  if (block.prevent_destroy == nullptr) return false;
  const auto& expr = *block.prevent_destroy;
  auto refuse = [&](std::string why) {
    diags.error(expr.range, "prevent_destroy has an invalid value", std::move(why),
                "It can only refer to variables and locals.");
    return Value::unknown();
  };
  for (const auto& reference : hcl::references(expr)) {
    const auto& root = *hcl::name_at(*reference.traversal, 0);
    if (root == "each" || root == "count")
      return refuse("It applies to all instances of the block, including those with removed keys.");
  }
  if (!scope.references().resources_of(expr).empty()) return refuse("It refers to a resource.");
  std::size_t before = diags.list().size();
  auto value = hcl::evaluate(expr, scope, diags);
  if (diags.list().size() > before) return Value::unknown();
  auto converted = hcl::convert(value, hcl::Type::Kind::Bool);
  if (!converted || converted->value.is_null())
    return refuse(fmt::format("Expected true or false, found {}.", hcl::a_kind(value)));
  if (value.value.is_sensitive())
    return refuse("It derives from a sensitive value, which the plan would show.");
  if (value.value.is_unknown() && on_unknown == UnknownKeys::Error) return refuse("It is not known.");
  return converted->value;
}

void check_preconditions(const base::Address& address, const Instance& instance, const ModuleScope& scope,
                         Diags& diags) {
  const auto& block = *instance.block;
  if (block.preconditions.empty()) return;
  check_conditions(block.preconditions, InstanceScope(scope, block, address, instance.each_value),
                   fmt::format("A precondition of {} is not met", address.text()), diags);
}

void check_postconditions(const base::Address& address, const Instance& instance, const ModuleScope& scope,
                          Diags& diags) {
  const auto& block = *instance.block;
  if (block.postconditions.empty()) return;
  const hcl::Typed self{scope.object_type(*block.type), scope.resource(address)};
  check_conditions(block.postconditions, InstanceScope(scope, block, address, instance.each_value, &self),
                   fmt::format("A postcondition of {} is not met", address.text()), diags);
}

Value visible_value(const provider::ResourceType& type, Value::Map desired, const Value::Map& live,
                    bool exists) {
  for (const auto& attribute : type.attributes) {
    auto [member, is_unset] = desired.emplace(attribute.name);
    Value& value = member->second;
    if (is_unset) value = unset_value(type, attribute, live, exists);
    if (attribute.secret) value = value.with_marks(Value::Sensitive);
    if (attribute.role == Role::ExternalId) value = value.with_marks(Value::Masked);
  }
  return Value(std::move(desired));
}

Value remembered_value(const provider::ResourceType& type, const state::Resource& resource,
                       const Value::Map& attributes) {
  Value value = visible_value(type, {{"id", resource.id}}, attributes, true);
  for (const auto& [name, digest] : resource.secret_digests)
    value = value.with_path(name, value.get(name).with_marks(Value::Sensitive));
  return value;
}

}  // namespace waveform::planner
