#include "planner/eval/scope.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/eval/attribute_values.h"
#include "planner/hcl/evaluate.h"

namespace waveform::planner {

using base::Address;
using base::Diags;
using base::Value;
using hcl::name_at;
using hcl::Resolved;
using hcl::Traversal;
using hcl::Typed;

namespace {

base::Range range_of(const Traversal& traversal, std::size_t steps) {
  return base::span(traversal.steps.front().range,
                    traversal.steps[std::min(steps, traversal.steps.size()) - 1].range);
}

// TYPE.NAME["key"] and TYPE.NAME[0].
std::optional<Address::Key> key_at(const Traversal& traversal, std::size_t step) {
  if (step >= traversal.steps.size()) return std::nullopt;
  const auto& key = traversal.steps[step].key;
  if (const auto* number = std::get_if<std::int64_t>(&key)) return *number;
  if (!traversal.steps[step].index) return std::nullopt;
  return std::get<std::string>(key);
}

}  // namespace

const hcl::Type& ModuleScope::object_type(const provider::ResourceType& type) const {
  auto [found, is_new] = types_.try_emplace(&type);
  if (is_new) {
    hcl::Type::Members members;
    for (const auto& attribute : type.attributes)
      members.push_back({attribute.name, attribute_type(attribute).without_optional()});
    found->second = hcl::Type::object(std::move(members));
  }
  return found->second;
}

void ModuleScope::declare(const Address& block, std::vector<Address> instances) {
  instances_.insert_or_assign(block, std::move(instances));
}

void ModuleScope::set_resource(const Address& address, Value value) {
  resources_.insert_or_assign(address, std::move(value));
  Address block = address.block();
  wholes_.erase(block);
  for (const auto& local : references_.locals_with(block)) {
    auto known = locals_.find(local);
    if (known == locals_.end()) continue;
    budget_.give_back(hcl::memory_of(known->second));
    locals_.erase(known);
  }
  std::erase_if(for_eachs_, [&](const auto& entry) { return entry.second.needs.contains(block); });
}

const Typed& ModuleScope::for_each(const hcl::Expr& expr) const {
  auto known = for_eachs_.find(&expr);
  if (known != for_eachs_.end()) return known->second.value;
  Diags unheard;
  ForEach now{hcl::evaluate(expr, *this, unheard), references_.resources_of(expr)};
  return for_eachs_.emplace(&expr, std::move(now)).first->second.value;
}

Value ModuleScope::resource(const Address& address) const {
  auto found = resources_.find(address);
  return found == resources_.end() ? Value::unknown() : found->second;
}

Typed ModuleScope::typed_resource(const ResourceBlock& block, const Address& address) const {
  return {object_type(*block.type), resource(address)};
}

const Typed& ModuleScope::all_instances(const ResourceBlock& block, const Address& address) const {
  auto known = wholes_.find(address);
  if (known != wholes_.end()) return known->second;
  auto declared = instances_.find(address);
  Typed whole = hcl::unknown();
  if (declared != instances_.end() && block.count != nullptr) {
    std::vector<Typed> items;
    for (const auto& instance : declared->second) items.push_back(typed_resource(block, instance));
    whole = hcl::make_tuple(std::move(items));
  } else if (declared != instances_.end()) {
    std::vector<std::pair<std::string, Typed>> members;
    for (const auto& instance : declared->second)
      members.emplace_back(std::get<std::string>(instance.key), typed_resource(block, instance));
    whole = hcl::make_object(std::move(members));
  }
  return wholes_.insert_or_assign(address, std::move(whole)).first->second;
}

Resolved ModuleScope::resolve_local(const Traversal& traversal, Diags& diags) const {
  const std::string* name = name_at(traversal, 1);
  auto found = name == nullptr ? config_.locals.end() : config_.locals.find(*name);
  if (found == config_.locals.end()) return {};
  // Dependencies come first, so that evaluation never nests more than one local.
  std::vector<std::string> open{*name};
  while (!open.empty()) {
    std::string local = open.back();
    if (locals_.contains(local)) {
      open.pop_back();
      continue;
    }
    const auto& expr = *config_.locals.find(local)->second;
    if (references_.is_circular(local)) {
      locals_.insert_or_assign(local, hcl::unknown());  // which was reported
      continue;
    }
    std::size_t before = open.size();
    for (const auto& need : references_.locals_of(expr)) {
      if (!locals_.contains(need)) open.push_back(need);
    }
    if (open.size() > before) continue;
    open.pop_back();
    locals_.insert_or_assign(local, hcl::evaluate(expr, *this, diags));
  }
  return {locals_.at(*name), 2};
}

Resolved ModuleScope::resolve_resource(const Traversal& traversal, const std::string& type,
                                       Diags& diags) const {
  const std::string* name = name_at(traversal, 1);
  Address address{type, name == nullptr ? "" : *name, {}};
  auto block = config_.resources.find(address);
  if (block == config_.resources.end()) return {};
  auto key = key_at(traversal, 2);
  if (!block->second.is_keyed()) {
    if (!key) return {typed_resource(block->second, address), 2};
    diags.error(range_of(traversal, 3), fmt::format("{} is one resource", address.text()),
                "It has no for_each or count, and so no keys.", "Remove the brackets.");
    return {};
  }
  auto declared = instances_.find(address);
  if (key && declared != instances_.end()) {
    Address instance{type, *name, *key};
    if (std::binary_search(declared->second.begin(), declared->second.end(), instance))
      return {typed_resource(block->second, instance), 3};
  }
  const auto* attribute = name_at(traversal, 2);
  if (!key && attribute != nullptr && block->second.type->find(*attribute) != nullptr &&
      declared != instances_.end() && !declared->second.empty() &&
      !std::binary_search(declared->second.begin(), declared->second.end(),
                          Address{type, *name, *attribute})) {
    diags.error(
        range_of(traversal, 3), fmt::format("{} has several instances", address.text()),
        fmt::format("{} creates one for each key.", block->second.count == nullptr ? "for_each" : "count"),
        fmt::format("Use one of them: {0}.{2}; or all of them: [for one in {1} : one.{2}].",
                    declared->second.front().text(), address.text(), *attribute));
    return {};
  }
  return {all_instances(block->second, address), 2};
}

Resolved ModuleScope::resolve(const Traversal& traversal, Diags& diags) const {
  const std::string& root = *name_at(traversal, 0);
  const std::string* name = name_at(traversal, 1);
  if (root == "local") return resolve_local(traversal, diags);
  if (root == "var") {
    auto found = name == nullptr ? variables_.end() : variables_.find(*name);
    return found == variables_.end() ? Resolved{} : Resolved{found->second, 2};
  }
  if (const auto value = name == nullptr ? std::nullopt : surrounding_value(root, *name))
    return {hcl::typed(std::string(*value)), 2};
  return resolve_resource(traversal, root, diags);
}

// Values unknown during expansion can be known now.
Typed InstanceScope::each_value() const {
  const auto* key = std::get_if<std::string>(&address_.key);
  if (key == nullptr || each_value_.value.is_wholly_known()) return each_value_;
  const Typed& now = module_.for_each(*block_.for_each);
  if (!now.value.is_map()) return each_value_;
  auto found = now.value.as_map().find(*key);
  if (found == now.value.as_map().end()) return each_value_;
  auto at = static_cast<std::size_t>(std::distance(now.value.as_map().begin(), found));
  return {hcl::element_type(now.type, at), found->second.with_marks(now.value.marks())};
}

Resolved InstanceScope::resolve(const Traversal& traversal, Diags& diags) const {
  const auto* root = name_at(traversal, 0);
  const auto* name = name_at(traversal, 1);
  if (*root == "self" && self_ != nullptr) return {*self_, 1};
  bool each = *root == "each" && block_.for_each != nullptr;
  bool count = *root == "count" && block_.count != nullptr;
  if (!each && !count) return module_.resolve(traversal, diags);
  if (each && name != nullptr && *name == "value") return {each_value(), 2};
  const auto* text = std::get_if<std::string>(&address_.key);
  const auto* number = std::get_if<std::int64_t>(&address_.key);
  // Without a key it is a placeholder for all of them, which are unknown.
  if (each && name != nullptr && *name == "key")
    return {text == nullptr ? hcl::unknown(hcl::Type::Kind::String) : hcl::typed(*text), 2};
  if (count && name != nullptr && *name == "index")
    return {number == nullptr ? hcl::unknown(hcl::Type::Kind::Number) : hcl::typed_number(*number), 2};
  return {};
}

}  // namespace waveform::planner
