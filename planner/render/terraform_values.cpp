#include "planner/render/terraform_values.h"

#include "base/json.h"
#include "base/value_text.h"
#include "planner/render/state_json.h"

namespace waveform::render {

using base::Address;
using base::Value;
using planner::Action;

namespace {

constexpr const char* kProvider = "vmware/wavefront";

template <typename Predicate>
Value shape(const Value& value, Predicate is_meant) {
  if (is_meant(value)) return true;
  if (value.is_list()) {
    Value::List items;
    for (const auto& item : value.as_list()) items.push_back(shape(item, is_meant));
    return Value(std::move(items));
  }
  if (!value.is_map()) return false;
  Value::Map members;
  for (const auto& [name, member] : value.as_map()) {
    Value inner = shape(member, is_meant);
    if (!(inner == Value(false))) members.emplace(name, std::move(inner));
  }
  return Value(std::move(members));
}

// The type of the written value. REQUIRES: wholly known.
Value type_of(const Value& value) {
  if (value.marks() != 0) return "string";
  if (value.is_list()) {
    Value::List items;
    for (const auto& item : value.as_list()) items.push_back(type_of(item));
    return Value::List{"tuple", std::move(items)};
  }
  if (value.is_map()) {
    Value::Map members;
    for (const auto& [name, member] : value.as_map()) members.emplace(name, type_of(member));
    return Value::List{"object", std::move(members)};
  }
  return value.is_null() ? Value("dynamic") : Value(base::kind_name(value.kind()));
}

}  // namespace

const char* terraform_action(const planner::Change& change) {
  struct Naming {
    Action action;
    const char* name;
  };
  constexpr Naming kNamings[] = {
      {Action::Replace, "replace"}, {Action::Create, "create"},  {Action::Delete, "delete"},
      {Action::Forget, "forget"},   {Action::Update, "update"},  {Action::Undelete, "update"},
      {Action::Enable, "update"},   {Action::Disable, "update"}, {Action::Import, "import"}};
  for (const auto& [action, name] : kNamings) {
    if (change.has(action)) return name;
  }
  return "move";
}

const char* terraform_action(planner::Drift::Kind kind) {
  constexpr const char* kActions[] = {"update", "delete", "delete", "create"};
  return kActions[static_cast<int>(kind)];
}

Value shown(const Value& value) {
  if (value.is_unknown()) return {};
  if (value.marks() != 0) return Value(base::value_text(value));
  if (value.is_list()) {
    Value::List items;
    for (const auto& item : value.as_list()) items.push_back(shown(item));
    return Value(std::move(items));
  }
  if (!value.is_map()) return value;
  Value::Map members;
  for (const auto& [name, member] : value.as_map()) {
    if (!member.is_unknown()) members.emplace(name, shown(member));
  }
  return Value(std::move(members));
}

Value hidden_shape(const Value& value) {
  return shape(value, [](const Value& v) { return v.marks() != 0; });
}

Value unknown_shape(const Value& value) {
  return shape(value, [](const Value& v) { return v.is_unknown(); });
}

const char* delete_reason(const planner::Change& change, planner::Mode mode) {
  if (!change.has(planner::Action::Delete) || mode == planner::Mode::Destroy) return nullptr;
  constexpr const char* kReasons[] = {"delete_because_no_resource_config", "delete_because_each_key",
                                      "delete_because_count_index", "delete_because_wrong_repetition"};
  return kReasons[static_cast<int>(change.unwanted)];
}

Value::Map identity(const Address& address) {
  Value::Map members{{"address", address.text()},
                     {"mode", "managed"},
                     {"type", address.type},
                     {"name", address.name},
                     {"provider_name", kProvider}};
  if (const auto* number = std::get_if<std::int64_t>(&address.key)) members.emplace("index", *number);
  if (const auto* text = std::get_if<std::string>(&address.key)) members.emplace("index", *text);
  return members;
}

Value output_value(const Value& value) {
  Value::Map members{{"sensitive", value.marks_within() != 0}};
  if (value.is_wholly_known()) {
    members.emplace("type", type_of(value));
    members.emplace("value", shown(value));
  }
  return Value(std::move(members));
}

Value::Map resource_value(const Address& address, const Value& attributes) {
  auto members = identity(address);
  Value values = shown(attributes);
  members.emplace("schema_version", 0);
  if (values.is_map() && !values.as_map().empty()) members.emplace("values", std::move(values));
  members.emplace("sensitive_values", hidden_shape(attributes));
  return members;
}

static Value::Map output_values(const Value::Map& outputs) {
  Value::Map values;
  for (const auto& [name, value] : outputs) values.emplace(name, output_value(value));
  return values;
}

Value module_values(Value::List resources, const Value::Map& outputs) {
  Value::Map all, root;
  Value::Map shown_outputs = output_values(outputs);
  if (!shown_outputs.empty()) all.emplace("outputs", std::move(shown_outputs));
  if (!resources.empty()) root.emplace("resources", std::move(resources));
  all.emplace("root_module", std::move(root));
  return Value(std::move(all));
}

Value state_value(const std::vector<planner::ResourceView>& resources, const Value::Map& outputs) {
  Value::List list;
  for (const auto& view : resources) {
    auto members = resource_value(view.address, view.after);
    Value::List needs;
    for (const auto& need : view.depends_on) needs.emplace_back(need.text());
    if (!needs.empty()) members.emplace("depends_on", std::move(needs));
    list.emplace_back(std::move(members));
  }
  Value::Map state{{"format_version", "1.0"}, {"terraform_version", kTerraformVersion}};
  if (!list.empty() || !outputs.empty()) state.emplace("values", module_values(std::move(list), outputs));
  return Value(std::move(state));
}

std::string state_json(const std::vector<planner::ResourceView>& resources, const Value::Map& outputs,
                       int indent) {
  return base::write_json(state_value(resources, outputs), indent) + "\n";
}

std::string outputs_json(const Value::Map& outputs, int indent) {
  return base::write_json(Value(output_values(outputs)), indent) + "\n";
}

}  // namespace waveform::render
