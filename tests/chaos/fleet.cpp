#include "tests/chaos/fleet.h"

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/write.h"
#include "provider/services/catalog.h"

namespace waveform::test {

using base::Value;
using provider::Attribute;
using provider::Role;

namespace {

bool is_drawn(const Attribute& attribute) {
  return !attribute.is_computed() && attribute.role != Role::WriteOnly && attribute.role != Role::Service &&
         attribute.name != "name" && attribute.role != Role::Enabled &&
         attribute.meaning != provider::Meaning::ExternalId &&
         attribute.meaning != provider::Meaning::RoleArn;
}

bool is_needed(const Attribute& attribute) {
  return attribute.required || attribute.secret;
}

}  // namespace

bool Fleet::is_pair(const std::string& label) {
  return label.starts_with("left") || label.starts_with("right");
}

Fleet::Fleet(Dice& dice, std::size_t size, std::vector<std::string> external_ids)
    : dice_(dice), external_ids_(std::move(external_ids)) {
  for (std::size_t i = 0; i < size; ++i) add(fmt::format("n{}", made_++));
  for (const auto& [left, right] : kPairs) {
    add(left);
    wanted_[right] = wanted_[left];
  }
}

void Fleet::add(const std::string& label) {
  std::vector<const provider::ResourceType*> types;
  for (const auto& type : provider::services::catalog().types) {
    if (!type.is_external_id) types.push_back(&type);
  }
  Wanted wanted{dice_.one_of(types)};
  wanted.attributes["name"] = label + " " + dice_.text(provider::Meaning::Any);
  for (const auto& attribute : wanted.type->attributes) {
    if (is_drawn(attribute) && (is_needed(attribute) || dice_.coin()))
      wanted.attributes[attribute.name] = fresh(attribute);
  }
  if (dice_.below(4) == 0) wanted.attributes["enabled"] = dice_.coin();
  // An external id is valid for one role.
  if (wanted.type->find("external_id") != nullptr) {
    const std::size_t which = dice_.below(kManagedIds + external_ids_.size());
    wanted.attributes["role_arn"] = fmt::format("arn:aws:iam::123456789012:role/r{}", which);
    wanted.external_id = which < kManagedIds ? fmt::format("{}.e{}.id", kIdType, which)
                                             : base::hcl_string(external_ids_[which - kManagedIds]);
  }
  wanted_[label] = std::move(wanted);
}

Value Fleet::fresh(const Attribute& attribute) {
  if (!attribute.secret) return dice_.value(attribute);
  std::string secret;
  for (int i = 0; i < 6; ++i) secret += fmt::format("{:06x}", dice_.below(1U << 24U));
  secrets_.push_back(secret);
  return attribute.meaning == provider::Meaning::ServiceKey
             ? Value(fmt::format(R"({{"type": "service_account", "private_key": "{}"}})", secret))
             : Value(secret);
}

void Fleet::edit(Wanted& wanted) {
  std::vector<const Attribute*> choice;
  for (const auto& attribute : wanted.type->attributes) {
    if (is_drawn(attribute)) choice.push_back(&attribute);
  }
  const Attribute& attribute = *dice_.one_of(choice);
  if (wanted.attributes.contains(attribute.name) && !is_needed(attribute) && dice_.coin()) {
    wanted.attributes.erase(attribute.name);
  } else {
    wanted.attributes[attribute.name] = fresh(attribute);
  }
}

void Fleet::change() {
  std::vector<std::string> going;
  for (auto& [label, wanted] : wanted_) {
    switch (dice_.below(8)) {
      case 0:
        if (!is_pair(label)) going.push_back(label);
        break;
      case 1:
        wanted.attributes["enabled"] = !(wanted.attributes["enabled"] == Value(true));
        break;
      case 2:
      case 3:
        edit(wanted);
        break;
      default:
        break;
    }
  }
  going.emplace_back(kPairs[1][0]);
  for (const auto& label : going) gone_.insert(wanted_.extract(label));
  for (int i = 0; i < 10; ++i) add(fmt::format("n{}", made_++));
}

void Fleet::bring_back() {
  std::map<std::string, Wanted> going;
  for (const auto& [label, wanted] : wanted_) {
    if (dice_.below(10) == 0) going[label] = wanted;
  }
  for (const auto& [label, wanted] : going) wanted_.erase(label);
  for (auto it = gone_.begin(); it != gone_.end();) {
    if (it->first != kPairs[1][0] && dice_.coin()) {
      ++it;
      continue;
    }
    if (dice_.below(3) == 0) edit(it->second);
    back_.insert(it->first);
    wanted_.insert(gone_.extract(it++));
  }
  gone_.merge(going);
}

std::string Fleet::manifest() const {
  std::string text;
  for (int i = 0; i < kManagedIds; ++i) text += fmt::format("resource \"{}\" \"e{}\" {{\n}}\n", kIdType, i);
  for (const auto& [label, wanted] : wanted_) {
    text += fmt::format("resource \"{}\" \"{}\" {{\n", wanted.type->name, label);
    for (const auto& [name, value] : wanted.attributes)
      text += fmt::format("  {} = {}\n", name, hcl::write_value(value, 2));
    if (!wanted.external_id.empty()) text += fmt::format("  external_id = {}\n", wanted.external_id);
    text += "}\n";
  }
  return text;
}

}  // namespace waveform::test
