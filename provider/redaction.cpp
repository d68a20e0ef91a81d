#include "provider/redaction.h"

#include <algorithm>

#include "base/text.h"

namespace waveform::provider {

using base::Value;

namespace {

// For services that are not in the catalog.
constexpr std::string_view kNames[] = {"password",   "secret",  "token",     "apikey",
                                       "privatekey", "jsonkey", "accesskey", "externalid"};

bool names_a_secret(std::string_view key) {
  const std::string name = base::lower(key);
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&name](std::string_view end) { return name.ends_with(end); });
}

}  // namespace

Redaction::Redaction(const Catalog& catalog) {
  for (const ResourceType& type : catalog.types) {
    for (const Attribute& attribute : type.attributes) {
      if (!attribute.secret) continue;
      add(root_, attribute.wire);
      if (!attribute.secret->kept_by.empty()) placeholders_.insert(attribute.secret->kept_by);
    }
  }
}

void Redaction::add(Step& root, std::string_view wire) {
  Step* step = &root;
  for (const std::string_view key : base::split(wire, '.')) step = &step->next[std::string(key)];
  step->hidden = true;
}

void Redaction::hide(const std::string& id, std::string_view wire) {
  if (!wire.empty()) add(id.empty() ? root_ : ids_[id], wire);
}

Value Redaction::shown(const Value& body) const {
  return walk(body, {});
}

// `steps`: the position of the value on the hidden paths.
Value Redaction::member(std::string_view key, const Value& value, const Steps& steps) const {
  const bool hidden =
      std::any_of(steps.begin(), steps.end(), [](const Step* step) { return step->hidden; }) ||
      (names_a_secret(key) && !value.is_number() && !value.is_bool());
  const bool open = is_absent(value) || (value.is_string() && placeholders_.contains(value.as_string()));
  return hidden && !open ? Value("(sensitive)") : walk(value, steps);
}

Value Redaction::walk(const Value& value, const Steps& steps) const {
  if ((value.marks() & Value::Sensitive) != 0) return "(sensitive)";
  if ((value.marks() & Value::Masked) != 0) return "(external id)";
  if (value.is_map()) return walk_map(value, steps);
  if (value.is_string()) return texts_.cut(value.as_string());
  if (value.is_number() && texts_.knows(base::number_text(value))) return "(sensitive)";
  if (!value.is_list()) return value;
  Value::List items;
  for (const Value& item : value.as_list()) items.push_back(walk(item, steps));
  return items;
}

Value Redaction::walk_map(const Value& map, Steps steps) const {
  steps.push_back(&root_);
  const Value& id = map.get("id");
  if (id.is_string()) {
    if (const auto known = ids_.find(id.as_string()); known != ids_.end()) steps.push_back(&known->second);
  }
  Value::Map members;
  for (const auto& [key, value] : map.as_map()) {
    Steps next;
    for (const Step* step : steps) {
      if (const auto found = step->next.find(key); found != step->next.end()) next.push_back(&found->second);
    }
    members[texts_.cut(key)] = member(key, value, next);
  }
  return members;
}

}  // namespace waveform::provider
