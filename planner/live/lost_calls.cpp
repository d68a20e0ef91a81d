#include "planner/live/lost_calls.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "planner/live/secrets.h"
#include "planner/live/state_entry.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::Address;
using base::Value;
using provider::Role;
using state::Intent;
using state::OpenCall;

namespace {

// Equal for strings that differ only in white space and case.
std::string folded(std::string_view text) {
  std::string folded;
  for (char c : base::lower_letters(base::trim_spaces(text))) {
    const bool is_space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!is_space || folded.back() != ' ') folded += is_space ? ' ' : c;
  }
  return folded;
}

std::string folded_name(const Value::Map& attributes) {
  auto name = attributes.find("name");
  return name != attributes.end() && name->second.is_string() ? folded(name->second.as_string()) : "";
}

// The attributes that distinguish accounts; "" when one of them is missing.
std::string folded_account(const provider::ResourceType& type, const Value::Map& attributes) {
  Value::List account;
  for (const auto& attribute : type.attributes) {
    if (attribute.collects != provider::Collects::Account) continue;
    auto value = attributes.find(attribute.name);
    if (value == attributes.end() || !value->second.is_string()) return "";
    account.emplace_back(folded(value->second.as_string()));
  }
  return account.empty() ? "" : base::write_json(Value(std::move(account)));
}

std::string digest_of(std::string_view digest_key, const std::string& folded) {
  return folded.empty() ? "" : secret_digest(digest_key, Value(folded));
}

// The live values equal those sent. `enabled` is not part of a create.
bool equals(const provider::ResourceType& type, const Value::Map& sent, const Integration& live) {
  if (live.type != &type) return false;
  return std::all_of(sent.begin(), sent.end(), [&](const auto& entry) {
    const auto& [name, value] = entry;
    auto found = live.attributes.find(name);
    return name == "enabled" ||
           (found != live.attributes.end() && provider::same(*type.find(name), value, found->second));
  });
}

// Digests of sent attributes that are readable but not in the body, since they derive from a secret.
state::SecretDigests visible_digests(const provider::ResourceType& type, const state::SecretDigests& all) {
  state::SecretDigests digests;
  for (const auto& [name, digest] : all) {
    const auto* attribute = type.find(name);
    if (attribute != nullptr && !attribute->secret && attribute->role != Role::WriteOnly)
      digests.emplace(name, digest);
  }
  return digests;
}

bool equals_digests(const state::SecretDigests& digests, const Integration& live,
                    std::string_view digest_key) {
  return std::all_of(digests.begin(), digests.end(), [&](const auto& entry) {
    auto found = live.attributes.find(entry.first);
    return entry.first == "enabled" ||
           (found != live.attributes.end() && secret_digest(digest_key, found->second) == entry.second);
  });
}

// Equal creates of one run, in order of declaration.
struct Group {
  const provider::ResourceType* type;
  std::vector<const Intent*> intents;
  std::size_t first;  // its place among the groups
  Value::Map sent;
};

std::vector<Group> groups_of(const provider::Catalog& catalog, const state::Snapshot& snapshot) {
  std::vector<Group> groups;
  std::map<std::string, std::size_t> places;
  for (const auto& intent : snapshot.intents) {
    const auto* type = catalog.find(intent.address.type);
    if (intent.body.is_null() || type == nullptr) continue;
    std::string key = intent.run + " " + base::write_json(intent.body);
    for (const auto& [name, digest] : visible_digests(*type, intent.expected.secret_digests))
      key += "\n" + name + " " + digest;
    auto [place, is_new] = places.emplace(std::move(key), groups.size());
    if (is_new) groups.push_back({type, {}, groups.size(), provider::read_attributes(*type, intent.body)});
    groups[place->second].intents.push_back(&intent);
  }
  // Longer bodies first: a match of one can also match a shorter one. Then the newest: it could not create
  // everything that an older run could.
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return std::pair(a.sent.size(), a.first) > std::pair(b.sent.size(), b.first);
  });
  return groups;
}

class Resolver {
 public:
  Resolver(const state::Snapshot& snapshot, const Inventory& live) : snapshot_(snapshot), live_(live) {
    std::set<std::string_view> owned;
    for (const auto& [address, resource] : snapshot.resources) owned.insert(resource.id);
    for (const auto& tombstone : snapshot.tombstones) owned.insert(tombstone.id);
    for (const auto& [id, record] : live.integrations) {
      if (!owned.contains(id)) candidates_.emplace(id, &record);
    }
  }

  void resolve_equal(const Group& group) {
    const auto& first = *group.intents.front();
    const auto digests = visible_digests(*group.type, first.expected.secret_digests);
    std::vector<std::string> own, others;  // created by the account of that run, or by another one
    for (const auto& [id, record] : candidates_) {
      const bool is_equal = !is_known(first, id) && equals(*group.type, group.sent, *record) &&
                            equals_digests(digests, *record, snapshot_.digest_key);
      if (is_equal) (is_own(first, *record) ? own : others).push_back(id);
    }
    const bool too_many = own.size() + others.size() > group.intents.size();
    if (too_many) others.insert(others.begin(), own.begin(), own.end());
    for (std::size_t i = 0; i < group.intents.size(); ++i) {
      const auto& address = group.intents[i]->address;
      if (!too_many && i < own.size()) {
        resolution.found.emplace_back(address, own[i]);
      } else if (!others.empty()) {
        resolution.equal.emplace(address, others);
      } else {
        open_.push_back({group.type, group.intents[i]});
      }
    }
    for (const auto& id : own) candidates_.erase(id);
    for (const auto& id : others) candidates_.erase(id);
  }

  // REQUIRES: resolve_equal() of all groups.
  void resolve_alike() {
    for (const auto& [type, intent] : open_) {
      std::vector<std::string> ids;
      for (const auto& [id, record] : candidates_) {
        if (record->type == type && !record->in_trash && !is_known(*intent, id) && is_alike(*intent, *record))
          ids.push_back(id);
      }
      if (ids.empty()) {
        resolution.unseen.push_back(intent->address);
      } else {
        resolution.alike.emplace(intent->address, std::move(ids));
      }
    }
  }

  Resolution resolution;

 private:
  struct Open {
    const provider::ResourceType* type;
    const Intent* intent;
  };

  bool is_known(const Intent& intent, const std::string& id) const {
    auto known = snapshot_.known_ids.find(intent.run);
    return known != snapshot_.known_ids.end() && known->second.ids.contains(id);
  }

  // An intent of an older version has no known ids: the user must decide about any match.
  bool is_own(const Intent& intent, const Integration& record) const {
    auto known = snapshot_.known_ids.find(intent.run);
    if (known == snapshot_.known_ids.end()) return false;
    const std::string creator = text_of(record, "creator_id");
    return known->second.creator_id.empty() || creator.empty() || creator == known->second.creator_id;
  }

  bool is_alike(const Intent& intent, const Integration& record) const {
    const auto likeness = likeness_of(*record.type, record.attributes, snapshot_.digest_key);
    if (!likeness.name_digest.empty() && likeness.name_digest == intent.name_digest) return true;
    return !likeness.account_digest.empty() && likeness.account_digest == intent.account_digest &&
           is_only_one_of_account(intent, record);
  }

  // Neither another intent nor a state entry has the account of this candidate.
  bool is_only_one_of_account(const Intent& intent, const Integration& record) const {
    const bool other_intent =
        std::any_of(snapshot_.intents.begin(), snapshot_.intents.end(), [&](const Intent& other) {
          return !(other.address == intent.address) && other.account_digest == intent.account_digest;
        });
    const std::string account = folded_account(*record.type, record.attributes);
    return !other_intent &&
           std::none_of(snapshot_.resources.begin(), snapshot_.resources.end(), [&](const auto& entry) {
             const auto* live = find_integration(live_, entry.second.id);
             return live != nullptr && live->type == record.type &&
                    folded_account(*record.type, live->attributes) == account;
           });
  }

  const state::Snapshot& snapshot_;
  const Inventory& live_;
  std::map<std::string, const Integration*> candidates_;
  std::vector<Open> open_;  // no match
};

// All readable values that an update sent are there.
bool shows_update(const provider::ResourceType& type, const OpenCall& call, const state::Resource& resource,
                  const Integration& live, std::string_view digest_key) {
  if (live.type != &type || live.in_trash) return false;
  for (const auto& [name, value] : call.sent) {
    const auto* attribute = type.find(name);
    if (attribute == nullptr || attribute->role == Role::WriteOnly) continue;
    auto seen = live.attributes.find(name);
    const Value now = seen == live.attributes.end() ? Value() : seen->second;
    if (!provider::same(*attribute, now, value.is_null() ? attribute->fallback.value : value)) return false;
  }
  return equals_digests(visible_digests(type, resource.open_secrets), live, digest_key);
}

bool call_shows(const provider::Catalog& catalog, const state::Snapshot& snapshot, const Inventory& live,
                const std::string& id, const OpenCall& call) {
  const auto* record = find_integration(live, id);
  if (provider::is_external_id(catalog, call.address.type)) return live.expired_external_ids.contains(id);
  if (record == nullptr) return false;
  if (call.kind == OpenCall::Kind::Delete) return record->in_trash;
  if (call.kind == OpenCall::Kind::Undelete) return !record->in_trash;
  const auto* type = catalog.find(call.address.type);
  auto resource = snapshot.resources.find(call.address);
  if (type == nullptr || resource == snapshot.resources.end()) return true;
  const auto& open = resource->second.open_secrets;
  return visible_digests(*type, open).size() == open.size() &&
         shows_update(*type, call, resource->second, *record, snapshot.digest_key);
}

// After an update that took effect, its values are the last seen ones; an attribute that only the update set
// and that has another value is not ours. Its secrets stay open: they are sent again.
void end_update(const provider::ResourceType& type, const OpenCall& call, bool shown, const Integration& live,
                std::string_view digest_key, state::Resource& resource) {
  for (const auto& name : call.claims) {
    const auto* attribute = type.find(name);
    if (attribute == nullptr || attribute->role == Role::WriteOnly || attribute->secret) continue;
    auto sent = call.sent.find(name);
    auto seen = live.attributes.find(name);
    const Value now = seen == live.attributes.end() ? Value() : seen->second;
    auto digest = resource.open_secrets.find(name);
    const bool is_there = digest != resource.open_secrets.end()
                              ? !now.is_null() && secret_digest(digest_key, now) == digest->second
                              : sent != call.sent.end() && provider::same(*attribute, now, sent->second);
    if (!is_there) resource.ours.erase(name);
  }
  // A readable value does not need a second digest.
  for (const auto& [name, digest] : visible_digests(type, resource.open_secrets)) {
    if (shown) resource.secret_digests.insert_or_assign(name, digest);
    resource.open_secrets.erase(name);
  }
  if (!shown) return;
  for (const auto& [name, value] : call.sent) {
    auto now = live.attributes.find(name);
    if (now == live.attributes.end()) {
      resource.attributes.erase(name);
    } else if (!resource.secret_digests.contains(name)) {
      resource.attributes.insert_or_assign(name, now->second);
    }
  }
}

}  // namespace

Resolution resolve_lost_calls(const provider::Catalog& catalog, const state::Snapshot& snapshot,
                              const Inventory& live) {
  if (snapshot.intents.empty()) return {};
  Resolver resolver(snapshot, live);
  for (const auto& intent : snapshot.intents) {
    if (intent.body.is_null()) resolver.resolution.left_over.push_back(intent.address);
  }
  for (const auto& group : groups_of(catalog, snapshot)) resolver.resolve_equal(group);
  resolver.resolve_alike();
  return std::move(resolver.resolution);
}

std::vector<std::string> hidden_calls(const provider::Catalog& catalog, const state::Snapshot& snapshot,
                                      const Inventory& live) {
  std::vector<std::string> ids;
  for (const auto& [id, call] : snapshot.open_calls) {
    if (!call_shows(catalog, snapshot, live, id, call)) ids.push_back(id);
  }
  return ids;
}

Likeness likeness_of(const provider::ResourceType& type, const Value::Map& attributes,
                     std::string_view digest_key) {
  return {digest_of(digest_key, folded_name(attributes)),
          digest_of(digest_key, folded_account(type, attributes))};
}

state::Resource found_entry(const Intent& intent, const std::string& id, const Inventory& live) {
  state::Resource record = intent.expected;
  record.id = id;
  see(record, live.integrations.at(id).attributes);
  return record;
}

void record_resolution(const provider::Catalog& catalog, const Resolution& resolution, const Inventory& live,
                       state::Snapshot& snapshot) {
  for (const auto& [address, id] : resolution.found) {
    state::apply(snapshot, {address, found_entry(*state::find_intent(snapshot, address), id, live), {}});
    if (!snapshot.plan.digest.empty()) snapshot.plan.created.insert(address);
  }
  std::set<Address> dropped(resolution.unseen.begin(), resolution.unseen.end());
  dropped.insert(resolution.left_over.begin(), resolution.left_over.end());
  std::erase_if(snapshot.intents, [&](const Intent& intent) { return dropped.contains(intent.address); });
  for (const auto& [id, call] : std::exchange(snapshot.open_calls, {})) {
    const auto* type = catalog.find(call.address.type);
    const auto* record = find_integration(live, id);
    auto resource = snapshot.resources.find(call.address);
    if (call.kind != OpenCall::Kind::Update || type == nullptr || record == nullptr ||
        resource == snapshot.resources.end())
      continue;
    const bool shown = shows_update(*type, call, resource->second, *record, snapshot.digest_key);
    end_update(*type, call, shown, *record, snapshot.digest_key, resource->second);
  }
}

}  // namespace waveform::planner
