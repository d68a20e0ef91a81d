#include "tests/chaos/audit.h"

#include <set>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "provider/wire.h"

namespace waveform::test {

using base::Value;
using Findings = std::vector<std::string>;

namespace {

std::string title(const Value& body) {
  return fmt::format("{} ({})", base::write_json(body.get("name")), provider::id_of(body));
}

bool is_as_wanted(const provider::Attribute& attribute, const Wanted& wanted, const Value& body) {
  const auto given = wanted.attributes.find(attribute.name);
  const bool is_given = given != wanted.attributes.end();
  // The simulator holds secrets as they are.
  if (attribute.secret) return !is_given || body.at_path(attribute.wire) == given->second;
  const Value seen = Value(provider::read_attributes(*wanted.type, body)).get(attribute.name);
  const auto equals = [&](const Value& value) {
    const auto converted = provider::convert(attribute, value);
    return converted && provider::same(attribute, seen, *converted);
  };
  if (is_given) return equals(given->second);
  return equals(attribute.service_default) || equals(attribute.create_default) || seen == Value(false);
}

void check_attributes(const std::string& address, const Wanted& wanted, const Value& body, const Ids& ids,
                      Findings& findings) {
  if (provider::service_of(body) != base::upper(wanted.type->service))
    findings.push_back(fmt::format("{} is a {}", address, provider::service_of(body)));
  for (const auto& attribute : wanted.type->attributes) {
    const bool enabled = attribute.name == "enabled";
    if (attribute.computed || attribute.write_only || attribute.name == "service" ||
        attribute.name == "external_id" || (enabled && !wanted.attributes.contains("enabled")))
      continue;
    if (!is_as_wanted(attribute, wanted, body))
      findings.push_back(
          fmt::format("{}, {}: {} is not as the manifest says", address, title(body), attribute.name));
  }
  if (wanted.external_id.empty()) return;
  std::string expected = wanted.external_id.substr(1, wanted.external_id.size() - 2);
  if (wanted.external_id.ends_with(".id")) {
    const auto managed = ids.find(wanted.external_id.substr(0, wanted.external_id.size() - 3));
    expected = managed == ids.end() ? "" : managed->second;
  }
  const auto* attribute = wanted.type->find("external_id");
  if (!(body.at_path(attribute->wire) == Value(expected)))
    findings.push_back(fmt::format("{}, {}: the external id is another one", address, title(body)));
}

// What is in the bin is what went, by id; what came back is what it was.
void check_bin(const Audit& audit, const std::map<std::string, Value>& deleted, Findings& findings) {
  std::set<std::string> expected;
  for (const auto& [label, wanted] : audit.fleet.gone()) {
    const auto id = audit.ids_before.find(wanted.address(label));
    if (id == audit.ids_before.end()) continue;
    expected.insert(id->second);
    if (!deleted.contains(id->second))
      findings.push_back(fmt::format("{} ({}) is not in the bin", id->first, id->second));
  }
  for (const auto& [id, body] : deleted) {
    if (!expected.contains(id)) findings.push_back("in the bin is what nobody deleted: " + title(body));
  }
  for (const auto& [address, id] : audit.ids) {
    const auto before = audit.ids_before.find(address);
    if (before != audit.ids_before.end() && before->second != id)
      findings.push_back(fmt::format("{} was {} and is {} now", address, before->second, id));
  }
}

// Not one more than the manifest says, and nobody else's touched.
void check_others(const Audit& audit, std::map<std::string, Value> live, Findings& findings) {
  for (const auto& body : audit.foreign) {
    const auto found = live.find(provider::id_of(body));
    if (found == live.end()) {
      findings.push_back("gone is what nobody manages: " + title(body));
      continue;
    }
    if (!(found->second == body)) findings.push_back("touched was what nobody manages: " + title(body));
    live.erase(found);
  }
  for (const auto& [address, id] : audit.ids) live.erase(id);
  for (const auto& [id, body] : live) findings.push_back("nobody knows of " + title(body));
}

}  // namespace

Ids ids_in_state(const std::string& state) {
  Ids ids;
  const auto parsed = base::parse_json(state);
  if (!parsed || !parsed->get("resources").is_map()) return ids;
  for (const auto& [address, resource] : parsed->get("resources").as_map())
    ids[address] = resource.get("id").as_string();
  return ids;
}

Findings Audit::findings() const {
  Findings findings;
  std::map<std::string, Value> live;
  std::map<std::string, Value> deleted;
  for (const auto& body : dump.get("integrations").as_list())
    (provider::in_trash(body) ? deleted : live).emplace(provider::id_of(body), body);
  std::set<std::string> addresses;
  std::map<std::string, std::string> owners;
  for (int i = 0; i < Fleet::kManagedIds; ++i) addresses.insert(fmt::format("{}.e{}", Fleet::kIdType, i));
  for (const auto& [label, wanted] : fleet.wanted()) {
    const std::string address = wanted.address(label);
    addresses.insert(address);
    const auto id = ids.find(address);
    const auto body = id == ids.end() ? live.end() : live.find(id->second);
    if (body == live.end()) {
      findings.push_back(address + " is lost");
      continue;
    }
    if (const auto [owner, is_new] = owners.emplace(id->second, address); !is_new)
      findings.push_back(fmt::format("{} and {} are one", address, owner->second));
    check_attributes(address, wanted, body->second, ids, findings);
  }
  for (const auto& [address, id] : ids) {
    if (!addresses.contains(address)) findings.push_back("the state has an address of nobody: " + address);
  }
  check_bin(*this, deleted, findings);
  check_others(*this, live, findings);
  return findings;
}

}  // namespace waveform::test
