#include "planner/import/generate.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/format.h"
#include "planner/hcl/write.h"

namespace waveform::planner {

using base::Address;
using base::Value;
using provider::Role;

namespace {

struct Item {
  const std::string* id;
  const Integration* record;
  std::string label = {};
};

// ASCII letters, digits and _, which every keyboard has.
std::string word_of(const std::string& text) {
  std::string out;
  for (char c : base::lower(base::without_accents(text))) {
    bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (word) {
      out += c;
    } else if (!out.empty() && out.back() != '_') {
      out += '_';
    }
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  constexpr std::size_t kLongest = 60;
  return out.substr(0, kLongest);
}

// With the service as prefix when only digits are left, which cannot start a label.
std::string label_of(const Integration& record) {
  std::string word = word_of(record.name);
  bool begins_well = !word.empty() && (word.front() < '0' || word.front() > '9');
  if (begins_well) return word;
  return base::lower(record.service) + (word.empty() ? "" : "_" + word);
}

// Unique and, since an id never changes, stable.
void give_labels(std::vector<Item>& items, const std::set<Address>& taken) {
  std::map<std::pair<std::string, std::string>, int> count;
  auto key = [](const Item& item) { return std::pair(item.record->type->name, label_of(*item.record)); };
  for (const auto& item : items) ++count[key(item)];
  std::set<Address> given = taken;
  for (auto& item : items) {
    std::string type = item.record->type->name;
    item.label = key(item).second;
    if (count[key(item)] > 1 || taken.contains({type, item.label, {}}))
      item.label += "_" + word_of(item.id->substr(0, 8));
    std::string label = item.label;
    for (int n = 2; !given.insert({type, item.label, {}}).second; ++n)
      item.label = fmt::format("{}_{}", label, n);
  }
}

// Why a manifest cannot have the integration; "" when it can.
std::string obstacle(const Integration& record) {
  if (record.type == nullptr)
    return fmt::format("waveform does not know the service {}", base::printable(record.service));
  if (record.in_trash) return "it is in the recycle bin; undelete it first";
  for (const auto& attribute : record.type->attributes) {
    if (!attribute.required || attribute.secret) continue;
    auto found = record.attributes.find(attribute.name);
    if (found == record.attributes.end() || provider::is_absent(found->second))
      return fmt::format("it has no {}, which is required", attribute.name);
  }
  return "";
}

// "arn:aws:iam::123456789012:role/wavefront" -> "123456789012_wavefront": distinguishes roles.
std::string owner_word(std::string owner) {
  std::replace(owner.begin(), owner.end(), ':', '/');
  std::string out;
  for (auto part : base::split(owner, '/')) {
    bool says_nothing = part.empty() || part == "arn" || part == "aws" || part == "iam" || part == "role";
    if (!says_nothing) out += (out.empty() ? "" : "_") + word_of(std::string(part));
  }
  return out;
}

class Writer {
 public:
  explicit Writer(const std::set<std::string>& taken) : names_(taken) {}

  std::string resource(const Item& item) {
    const auto& record = *item.record;
    std::string address = record.type->name + "." + item.label;
    std::string out =
        fmt::format("import {{\n  to = {}\n  id = {}\n}}\n\n", address, base::hcl_string(*item.id));
    out +=
        fmt::format("resource {} {} {{\n", base::hcl_string(record.type->name), base::hcl_string(item.label));
    for (const auto& attribute : record.type->attributes) out += line(item, attribute);
    return out + "}\n\n";
  }

  // The blocks of the variables that the resources so far refer to.
  std::string variables() const {
    std::string out;
    for (const auto& [name, variable] : variables_) {
      out += fmt::format("variable {} {{\n  type = string\n  sensitive = true\n{}  description = {}\n}}\n\n",
                         base::hcl_string(name), variable.required ? "" : "  default = null\n",
                         base::hcl_string(variable.description));
    }
    return out;
  }
  std::vector<std::string> required() const {
    std::vector<std::string> names;
    for (const auto& [name, variable] : variables_) {
      if (variable.required) names.push_back(name);
    }
    return names;
  }

 private:
  struct Variable {
    bool required;
    std::string description;
  };

  std::string line(const Item& item, const provider::Attribute& attribute) {
    const auto& record = *item.record;
    if (attribute.is_computed() || attribute.role == Role::WriteOnly || attribute.role == Role::Service)
      return "";
    if (attribute.role == Role::Enabled) return enabled(record);
    if (attribute.secret) return fmt::format("  {} = var.{}\n", attribute.name, variable(item, attribute));
    auto found = record.attributes.find(attribute.name);
    if (found == record.attributes.end()) return "";
    const Value& value = found->second;
    bool is_default = provider::same(attribute, value, attribute.create_default()) ||
                      provider::same(attribute, value, attribute.fallback.value);
    if (!attribute.required && is_default) return "";
    return fmt::format("  {} = {}\n", attribute.name, hcl::write_value(value, 2));
  }

  // The user can enable an integration that the service disabled after fixing the cause.
  std::string enabled(const Integration& record) {
    if (!record.disabled) return "";
    if (record.last_error.empty()) return "  enabled = false\n";
    return "  # Disabled by the service: " + base::printable(record.last_error) + "\n";
  }

  // Shared by all integrations with one owner: the external id of a role.
  std::string variable(const Item& item, const provider::Attribute& attribute) {
    auto owner = item.record->attributes.find(attribute.sent_with());
    bool shared = owner != item.record->attributes.end() && owner->second.is_string();
    std::string of = shared ? owner->second.as_string() : *item.id;
    auto key = std::pair(attribute.name, of);
    if (auto known = by_owner_.find(key); known != by_owner_.end()) return known->second;
    std::string stem = attribute.name + "_" + (shared ? owner_word(of) : item.label);
    std::string name = stem;
    for (int n = 2; !names_.insert(name).second; ++n) name = fmt::format("{}_{}", stem, n);
    variables_.emplace(
        name, Variable{attribute.required,
                       fmt::format("{} of {}{}", attribute.name, shared ? of : item.record->name,
                                   attribute.required ? "" : "; null keeps the value in the service")});
    return by_owner_.emplace(key, name).first->second;
  }

  std::set<std::string> names_;
  std::map<std::string, Variable> variables_;
  std::map<std::pair<std::string, std::string>, std::string> by_owner_;
};

}  // namespace

Generated generate_manifest(const std::set<std::string>& ids, const Inventory& live,
                            const std::set<Address>& taken_addresses,
                            const std::set<std::string>& taken_variables) {
  Generated generated;
  std::vector<Item> items;
  for (const auto& id : ids) {
    const auto& [key, record] = *live.integrations.find(id);
    std::string why = obstacle(record);
    if (why.empty()) {
      items.push_back({&key, &record});
    } else {
      generated.left_out.push_back({id, record.name, std::move(why)});
    }
  }
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return std::tie(a.record->type->name, a.record->name, *a.id) <
           std::tie(b.record->type->name, b.record->name, *b.id);
  });
  give_labels(items, taken_addresses);
  Writer writer(taken_variables);
  std::string resources;
  for (const auto& item : items) {
    resources += writer.resource(item);
    generated.resources.emplace(Address{item.record->type->name, item.label, {}}, *item.id);
  }
  generated.text = writer.variables() + resources;
  while (generated.text.ends_with("\n\n")) generated.text.pop_back();
  generated.text = hcl::lay_out(generated.text);
  generated.secrets = writer.required();
  return generated;
}

}  // namespace waveform::planner
