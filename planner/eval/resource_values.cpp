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

// What is wrong with a secret is told without what its references stand for: these need not be marked.
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

// What stands for a secret when it is read is not the secret. False after an error.
bool check_placeholder(const provider::Attribute& attribute, const Value& value, base::Range range,
                       Diags& diags) {
  if (!provider::is_keeper(attribute, value)) return true;
  diags.error(range, fmt::format("{} is not given", attribute.name),
              "This only stands for the one that the service has.",
              "Give the secret itself, best through a sensitive variable.");
  return false;
}

// Of an attribute that the manifest says nothing of.
Value unset_value(const provider::ResourceType& type, const provider::Attribute& attribute,
                  const Value::Map& live, bool exists) {
  if (auto found = live.find(attribute.name); found != live.end()) return found->second;
  if (attribute.role == Role::Service) return type.service;
  if (exists || attribute.role == Role::WriteOnly) return {};
  // The service may fill in what has no default.
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
  diags.error(place, what + " is too large", "It has more than 1 MiB of text.",
              "The service takes no such value, and no reviewer reads it.");
  return false;
}

Value::Map evaluate_resource(const base::Address& address, const Instance& instance,
                             const ModuleScope& module, Diags& diags) {
  const auto& resource = *instance.block;
  InstanceScope scope(module, resource, address, instance.each_value);
  Value::Map desired;
  for (const auto& attribute : resource.body->attributes) {
    const auto* known = resource.type->find(attribute.name);
    if (known == nullptr)
      continue;  // depends_on and the like; what is unknown was reported when the block was read
    auto value = evaluate_attribute(attribute, known->secret.has_value(), scope, diags);
    if (!check_size(value.value, attribute.name, attribute.value->range, diags)) value = hcl::unknown();
    auto converted = convert(*known, std::move(value));
    if (!converted) {
      diags.error(attribute.value->range, fmt::format("{} cannot be this value", attribute.name),
                  converted.error().message + ".");
      desired.emplace(attribute.name, Value::unknown());
      continue;
    }
    if (converted->is_null() && !known->required) continue;
    bool must_not_be_empty = known->required || known->secret;
    if (must_not_be_empty && provider::is_absent(*converted)) {
      diags.error(attribute.value->range,
                  fmt::format("{} cannot be {}", attribute.name, converted->is_null() ? "null" : "empty"),
                  known->required ? fmt::format("{} cannot be made without.", resource.type->title)
                                  : "Left out, it stays as it is in the service.",
                  "If it comes from a variable: is that set?");
      continue;
    }
    if (!check_placeholder(*known, *converted, attribute.value->range, diags)) continue;
    if (known->role == Role::Service && converted->is_string()) {
      if (base::upper(converted->as_string()) != resource.type->service) {
        diags.error(attribute.value->range, fmt::format("service must be {}", resource.type->service),
                    "The resource's type says which service it is; it never changes.", "Remove this line.");
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
    diags.error(expr.range, "prevent_destroy cannot be this value", std::move(why),
                "It can refer to variables and locals only.");
    return Value::unknown();
  };
  for (const auto& reference : hcl::references(expr)) {
    const auto& root = *hcl::name_at(*reference.traversal, 0);
    if (root == "each" || root == "count")
      return refuse("It holds for all that the block makes, also for those whose keys are gone.");
  }
  if (!scope.references().resources_of(expr).empty()) return refuse("It refers to a resource.");
  std::size_t before = diags.list().size();
  auto value = hcl::evaluate(expr, scope, diags);
  if (diags.list().size() > before) return Value::unknown();
  auto converted = hcl::convert(value, hcl::Type::Kind::Bool);
  if (!converted || converted->value.is_null())
    return refuse(fmt::format("It takes true or false, and this is {}.", hcl::a_kind(value)));
  if (value.value.is_sensitive())
    return refuse("It derives from something sensitive, and the plan would tell.");
  if (value.value.is_unknown() && on_unknown == UnknownKeys::Error) return refuse("It is not known.");
  return converted->value;
}

void check_preconditions(const base::Address& address, const Instance& instance, const ModuleScope& scope,
                         Diags& diags) {
  const auto& block = *instance.block;
  if (block.preconditions.empty()) return;
  check_conditions(block.preconditions, InstanceScope(scope, block, address, instance.each_value),
                   fmt::format("A precondition of {} does not hold", address.text()), diags);
}

void check_postconditions(const base::Address& address, const Instance& instance, const ModuleScope& scope,
                          Diags& diags) {
  const auto& block = *instance.block;
  if (block.postconditions.empty()) return;
  const hcl::Typed self{scope.object_type(*block.type), scope.resource(address)};
  check_conditions(block.postconditions, InstanceScope(scope, block, address, instance.each_value, &self),
                   fmt::format("A postcondition of {} does not hold", address.text()), diags);
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
