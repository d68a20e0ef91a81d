#include "tests/chaos/audit.h"

#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "provider/wire.h"

namespace waveform::test {

using base::Value;
using provider::Role;

namespace {

std::string title(const Value& body) {
  return fmt::format("{} ({})", base::write_json(body.get("name")), provider::id_of(body));
}

// `edit`: made by another user, to this attribute.
bool is_as_wanted(const provider::Attribute& attribute, const Wanted& wanted, const Value& body,
                  const std::optional<Edit>& edit) {
  const auto given = wanted.attributes.find(attribute.name);
  const bool is_given = given != wanted.attributes.end();
  // The simulator stores secrets in plain text.
  if (attribute.secret) return !is_given || body.at_path(attribute.wire) == given->second;
  const Value seen = Value(provider::read_attributes(*wanted.type, body)).get(attribute.name);
  const auto equals = [&](const Value& value) {
    if (attribute.role == Role::Enabled) return seen == value;
    const Value sent = provider::create_body(*wanted.type, {{attribute.name, value}});
    return provider::same(attribute, seen,
                          Value(provider::read_attributes(*wanted.type, sent)).get(attribute.name));
  };
  if (is_given) return equals(given->second);
  if (edit && equals(edit->rate)) return true;
  if (edit && edit->has_to_stay) return false;
  return equals(attribute.fallback.value) || seen == Value(false);
}

}  // namespace

Audit::Audit(const Fleet& fleet, const Others& others, std::size_t first_edit, const Value& dump, Ids ids,
             Ids ids_before)
    : fleet_(fleet),
      others_(others),
      first_edit_(first_edit),
      ids_(std::move(ids)),
      ids_before_(std::move(ids_before)) {
  for (const auto& body : dump.get("integrations").as_list())
    (provider::in_trash(body) ? deleted_ : live_).emplace(provider::id_of(body), body);
  for (const auto& [label, wanted] : fleet_.wanted()) check_wanted(label, wanted);
  check_state();
  check_bin();
  check_others();
}

void Audit::check_wanted(const std::string& label, const Wanted& wanted) {
  const std::string address = wanted.address(label);
  const auto id = ids_.find(address);
  const auto found = id == ids_.end() ? live_.end() : live_.find(id->second);
  if (found == live_.end()) {
    findings_.push_back(address + " is lost");
    return;
  }
  const Value& body = found->second;
  if (provider::service_of(body) != base::upper(wanted.type->service))
    findings_.push_back(fmt::format("{} is a {}", address, provider::service_of(body)));
  for (const auto& attribute : wanted.type->attributes) {
    const bool enabled = attribute.role == Role::Enabled;
    if (attribute.is_computed() || attribute.role == Role::WriteOnly || attribute.role == Role::Service ||
        attribute.name == "external_id" || (enabled && !wanted.attributes.contains("enabled")))
      continue;
    const auto edit = attribute.name == Fleet::kRate ? others_.rate_edit(label, first_edit_) : std::nullopt;
    if (!is_as_wanted(attribute, wanted, body, edit))
      findings_.push_back(
          fmt::format("{}, {}: {} is not as the manifest says", address, title(body), attribute.name));
  }
  if (wanted.external_id.empty()) return;
  std::string expected = wanted.external_id.substr(1, wanted.external_id.size() - 2);
  if (wanted.external_id.ends_with(".id")) {
    const auto managed = ids_.find(wanted.external_id.substr(0, wanted.external_id.size() - 3));
    expected = managed == ids_.end() ? "" : managed->second;
  }
  const auto* attribute = wanted.type->find("external_id");
  if (!(body.at_path(attribute->wire) == Value(expected)))
    findings_.push_back(fmt::format("{}, {}: the external id is another one", address, title(body)));
}

void Audit::check_state() {
  std::set<std::string> addresses;
  for (int i = 0; i < Fleet::kManagedIds; ++i) addresses.insert(fmt::format("{}.e{}", Fleet::kIdType, i));
  for (const auto& [label, wanted] : fleet_.wanted()) addresses.insert(wanted.address(label));
  std::map<std::string, std::string> owners;
  for (const auto& [address, id] : ids_) {
    if (!addresses.contains(address))
      findings_.push_back("the state has an address that the manifest does not have: " + address);
    if (const auto [owner, is_new] = owners.emplace(id, address); !is_new)
      findings_.push_back(fmt::format("{} and {} are one", address, owner->second));
  }
}

// Resources that left the manifest are in the recycle bin, by id; those that came back have their former ids.
void Audit::check_bin() {
  std::set<std::string> expected;
  for (const auto& [label, wanted] : fleet_.gone()) {
    const auto id = ids_before_.find(wanted.address(label));
    if (id == ids_before_.end()) continue;
    expected.insert(id->second);
    if (!deleted_.contains(id->second))
      findings_.push_back(fmt::format("{} ({}) is not in the recycle bin", id->first, id->second));
  }
  for (const auto& [id, body] : deleted_) {
    if (!expected.contains(id))
      findings_.push_back("in the recycle bin, but in the manifest: " + title(body));
  }
  for (const auto& [address, id] : ids_) {
    const auto before = ids_before_.find(address);
    if (before != ids_before_.end() && before->second != id)
      findings_.push_back(fmt::format("{} was {} and is {} now", address, before->second, id));
  }
}

// There are no other integrations, and those of other users are unchanged.
void Audit::check_others() {
  auto unmanaged = live_;
  std::set<std::string> managed;
  for (const auto& [address, id] : ids_) {
    unmanaged.erase(id);
    managed.insert(id);
  }
  std::map<std::string, int> taken;  // by name
  for (const auto& stranger : others_.strangers()) {
    unmanaged.erase(stranger.id);
    const auto found = live_.find(stranger.id);
    if (found == live_.end()) {
      findings_.push_back("an integration of another user is gone: " + stranger.name);
      continue;
    }
    const Value& body = found->second;
    const Value& updated = stranger.updated.is_null() ? body.get("createdEpochMillis") : stranger.updated;
    if (managed.contains(stranger.id)) {
      ++taken[stranger.name];
      if (!stranger.may_be_taken)
        findings_.push_back("an integration of another user is managed: " + title(body));
    } else if (!(body.get("updatedEpochMillis") == updated)) {
      findings_.push_back("an integration of another user was changed: " + title(body));
    }
  }
  for (const auto& [id, body] : unmanaged) {
    const std::string name = body.get("name").as_string();
    if (taken[name]-- > 0) {
      left_over_.push_back(id);
    } else {
      findings_.push_back("nothing manages " + title(body));
    }
  }
}

}  // namespace waveform::test
