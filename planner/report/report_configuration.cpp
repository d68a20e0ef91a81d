#include "planner/report/report_configuration.h"

#include <algorithm>

#include "base/json.h"
#include "planner/hcl/evaluate.h"
#include "planner/live/secrets.h"

namespace waveform::planner {

using base::Value;
using hcl::name_at;
using hcl::Traversal;

namespace {

constexpr const char* kProvider = "wavefront";

std::string step_text(const Traversal::Step& step) {
  const auto* name = std::get_if<std::string>(&step.key);
  std::string text = name == nullptr ? std::to_string(std::get<std::int64_t>(step.key)) : *name;
  if (!step.index) return text;
  return "[" + (name == nullptr ? text : base::write_json(Value(text))) + "]";
}

// "x.y.id", "x.y": a reference, then its prefixes down to the object.
Value::List reference_texts(const hcl::Expr& expr) {
  constexpr std::size_t kSubject = 2;  // var.a, local.a, TYPE.NAME
  Value::List found;
  for (const auto& [traversal, index] : hcl::references(expr)) {
    std::vector<std::string> prefixes;
    for (const auto& step : traversal->steps) {
      bool dot = !prefixes.empty() && !step.index;
      prefixes.push_back((prefixes.empty() ? "" : prefixes.back()) + (dot ? "." : "") + step_text(step));
    }
    for (std::size_t steps = prefixes.size(); steps >= std::min(kSubject, prefixes.size()); --steps) {
      Value text(prefixes[steps - 1]);
      if (std::find(found.begin(), found.end(), text) == found.end()) found.push_back(std::move(text));
    }
  }
  return found;
}

Value constant(const hcl::Expr& expr, const ModuleScope& scope, std::uint8_t marks = 0) {
  base::Diags said;  // when the manifest was planned
  return without_hidden(hcl::evaluate(expr, scope, said).value.with_marks(marks));
}

Value expression(const hcl::Expr& expr, const ModuleScope& scope, std::uint8_t marks = 0) {
  auto refers_to = reference_texts(expr);
  if (!refers_to.empty()) return Value(Value::Map{{"references", std::move(refers_to)}});
  return Value(Value::Map{{"constant_value", constant(expr, scope, marks)}});
}

void add_description(Value::Map& block, const hcl::Expr* description, const ModuleScope& scope) {
  if (description != nullptr) block.emplace("description", constant(*description, scope));
}

// "string", ["list", "string"], ["object", {"a": "string"}], "dynamic".
Value type_value(const hcl::Type& type) {
  if (type.is_any()) return "dynamic";
  const std::string name(type.name());
  if (type.is_scalar()) return name;
  if (type.is_collection()) return Value::List{name, type_value(type.element())};
  if (type.kind() == hcl::Type::Kind::Tuple) {
    Value::List elements;
    for (const auto& element : type.items()) elements.push_back(type_value(element));
    return Value::List{name, std::move(elements)};
  }
  Value::Map members;
  for (const auto& member : type.members()) members.emplace(member.name, type_value(member.type));
  return Value::List{name, std::move(members)};
}

Value resource_value(const base::Address& address, const ResourceBlock& block, const ModuleScope& scope) {
  Value::Map expressions;
  for (const auto& attribute : block.body->attributes) {
    const auto* known = block.type->find(attribute.name);
    if (known == nullptr) continue;
    std::uint8_t marks = known->secret ? Value::Sensitive : 0;
    expressions.emplace(attribute.name, expression(*attribute.value, scope, marks));
  }
  Value::Map resource{{"address", address.text()},
                      {"mode", "managed"},
                      {"type", address.type},
                      {"name", address.name},
                      {"provider_config_key", kProvider},
                      {"schema_version", 0}};
  if (!expressions.empty()) resource.emplace("expressions", std::move(expressions));
  Value::List needs;
  for (const auto& need : block.depends_on) needs.emplace_back(need.text());
  if (!needs.empty()) resource.emplace("depends_on", std::move(needs));
  return Value(std::move(resource));
}

Value provider_value(const Config& config, const ModuleScope& scope) {
  Value::Map provider{{"name", kProvider}, {"full_name", "vmware/wavefront"}};
  Value::Map expressions;
  if (config.provider && config.provider->address != nullptr)
    expressions.emplace("address", expression(*config.provider->address, scope));
  if (config.provider && config.provider->token != nullptr)
    expressions.emplace("token", expression(*config.provider->token, scope, Value::Sensitive));
  if (!expressions.empty()) provider.emplace("expressions", std::move(expressions));
  return Value(std::move(provider));
}

Value output_value(const Output& output, const ModuleScope& scope) {
  std::uint8_t marks = output.sensitive ? Value::Sensitive : 0;
  Value::Map members{{"expression", expression(*output.value, scope, marks)}};
  if (output.sensitive) members.emplace("sensitive", true);
  add_description(members, output.description, scope);
  Value::List needs;
  for (const auto& need : output.depends_on) needs.emplace_back(need.text());
  if (!needs.empty()) members.emplace("depends_on", std::move(needs));
  return Value(std::move(members));
}

Value variable_value(const Variable& variable, bool hidden, const ModuleScope& scope) {
  Value::Map members;
  if (variable.type) members.emplace("type", type_value(*variable.type));
  if (variable.default_value != nullptr)
    members.emplace("default", constant(*variable.default_value, scope, hidden ? Value::Sensitive : 0));
  if (variable.sensitive) members.emplace("sensitive", true);
  add_description(members, variable.description, scope);
  return Value(std::move(members));
}

}  // namespace

std::set<std::string> hidden_variables(const Config& config, const References& references) {
  std::set<std::string> hidden;
  for (const auto& [name, variable] : config.variables) {
    if (variable.sensitive) hidden.insert(name);
  }
  // The references of a secret; `each` includes those of its for_each.
  auto hide = [&](const hcl::Expr* secret, const hcl::Expr* for_each) {
    if (secret == nullptr) return;
    hidden.merge(references.variables_of(*secret));
    auto names = hcl::references(*secret);
    bool of_each = std::any_of(names.begin(), names.end(),
                               [](const auto& name) { return *name_at(*name.traversal, 0) == "each"; });
    if (of_each && for_each != nullptr) hidden.merge(references.variables_of(*for_each));
  };
  if (config.provider) {
    hide(config.provider->token, nullptr);
    hide(config.provider->http_proxy, nullptr);  // may have a password
  }
  for (const auto& [address, block] : config.resources) {
    for (const auto& attribute : block.body->attributes) {
      const auto* known = block.type->find(attribute.name);
      if (known != nullptr && known->secret) hide(attribute.value.get(), block.for_each);
    }
  }
  for (const auto& import : config.imports) {
    auto resource = config.resources.find(import.to.block());
    bool external_id = resource != config.resources.end() && resource->second.type->is_external_id;
    if (external_id) hide(import.id, import.for_each);
  }
  return hidden;
}

Value configuration(const Config& config, const ModuleScope& scope) {
  auto hidden = hidden_variables(config, scope.references());
  Value::Map root, outputs, variables;
  Value::List resources;
  for (const auto& [name, output] : config.outputs) outputs.emplace(name, output_value(output, scope));
  for (const auto& [address, block] : config.resources)
    resources.push_back(resource_value(address, block, scope));
  for (const auto& [name, variable] : config.variables)
    variables.emplace(name, variable_value(variable, hidden.contains(name), scope));
  bool has_provider = config.provider || !resources.empty();
  if (!outputs.empty()) root.emplace("outputs", std::move(outputs));
  if (!resources.empty()) root.emplace("resources", std::move(resources));
  if (!variables.empty()) root.emplace("variables", std::move(variables));
  Value::Map all{{"root_module", std::move(root)}};
  if (has_provider) all.emplace("provider_config", Value::Map{{kProvider, provider_value(config, scope)}});
  return Value(std::move(all));
}

}  // namespace waveform::planner
