#include "planner/settle.h"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "base/json.h"
#include "planner/secrets.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::Address;
using base::Value;

namespace {

// What was sent is what is there. `enabled` is no part of a create.
bool equals(const provider::ResourceType& type, const Value::Map& sent, const LiveRecord& live) {
  if (live.type != &type) return false;
  return std::all_of(sent.begin(), sent.end(), [&](const auto& entry) {
    const auto& [name, value] = entry;
    auto found = live.attributes.find(name);
    return name == "enabled" ||
           (found != live.attributes.end() && provider::same(*type.find(name), value, found->second));
  });
}

// Digests of what was sent, can be seen, and is not in the body since it derives from a secret.
state::SecretDigests hidden_digests(const provider::ResourceType& type, const state::Doubt& doubt) {
  state::SecretDigests digests;
  for (const auto& [name, digest] : doubt.expected.secret_digests) {
    const auto* attribute = type.find(name);
    if (attribute != nullptr && !attribute->secret && !attribute->write_only) digests.emplace(name, digest);
  }
  return digests;
}

bool equals_hidden(const state::SecretDigests& digests, const LiveRecord& live, std::string_view digest_key) {
  return std::all_of(digests.begin(), digests.end(), [&](const auto& entry) {
    auto found = live.attributes.find(entry.first);
    return entry.first == "enabled" ||
           (found != live.attributes.end() && secret_digest(digest_key, found->second) == entry.second);
  });
}

// What any of the creates can have made, in the order of the ids.
using Candidates = std::vector<std::pair<std::string_view, const LiveRecord*>>;

Candidates candidates_of(const state::Snapshot& snapshot, const Live& live,
                         const std::set<std::string>& owned) {
  auto lowest = std::numeric_limits<std::int64_t>::max();
  for (const auto& doubt : snapshot.in_doubt) lowest = std::min(lowest, doubt.watermark);
  Candidates candidates;
  for (const auto& [id, record] : live.integrations) {
    if (record.created_epoch_millis > lowest && !owned.contains(id)) candidates.emplace_back(id, &record);
  }
  return candidates;
}

std::vector<std::string> matches(const provider::ResourceType& type, const state::Doubt& doubt,
                                 const Candidates& candidates, const std::set<std::string>& owned,
                                 std::string_view digest_key) {
  auto sent = provider::read_attributes(type, doubt.body);
  auto hidden = hidden_digests(type, doubt);
  std::vector<std::string> ids;
  for (const auto& [id, record] : candidates) {
    if (record->created_epoch_millis > doubt.watermark && !owned.contains(std::string(id)) &&
        equals(type, sent, *record) && equals_hidden(hidden, *record, digest_key))
      ids.emplace_back(id);
  }
  return ids;
}

// Equal creates of one run have equal keys: what another run can have made begins at another watermark.
std::string key_of(const provider::Catalog& catalog, const state::Doubt& doubt) {
  std::string key = fmt::format("{} {}", doubt.watermark, base::write_json(doubt.body));
  if (const auto* type = catalog.find(doubt.address.type)) {
    for (const auto& [name, digest] : hidden_digests(*type, doubt)) key += "\n" + name + " " + digest;
  }
  return key;
}

struct Time {
  std::int64_t seen_epoch_millis;
  base::Millis settle_time;
};

// Equal creates share their matches; what is found is owned from then on.
void settle_group(const std::vector<const state::Doubt*>& doubts, const provider::Catalog& catalog,
                  const state::Snapshot& snapshot, const Candidates& candidates, Time time,
                  std::set<std::string>& owned, Settlement& settlement) {
  const auto* type = catalog.find(doubts.front()->address.type);
  if (type == nullptr) return;
  auto ids = matches(*type, *doubts.front(), candidates, owned, snapshot.digest_key);
  for (std::size_t i = 0; i < doubts.size(); ++i) {
    const auto& doubt = *doubts[i];
    if (ids.size() > doubts.size()) {
      settlement.ambiguous.emplace(doubt.address, ids);
    } else if (i < ids.size()) {
      settlement.found.emplace_back(doubt.address, ids[i]);
      owned.insert(ids[i]);
    } else if (time.seen_epoch_millis - doubt.since_epoch_millis >= time.settle_time.count()) {
      settlement.missing.push_back(doubt.address);
    } else {
      settlement.waiting.push_back(doubt.address);
    }
  }
}

}  // namespace

Settlement settle(const provider::Catalog& catalog, const state::Snapshot& snapshot, const Live& live,
                  std::int64_t seen_epoch_millis, base::Millis settle_time) {
  Settlement settlement;
  std::set<std::string> owned;
  for (const auto& [address, resource] : snapshot.resources) owned.insert(resource.id);
  for (const auto& tombstone : snapshot.tombstones) owned.insert(tombstone.id);
  // Equal creates share their matches: they are settled together.
  std::map<std::string, std::vector<const state::Doubt*>> groups;
  for (const auto& doubt : snapshot.in_doubt) {
    if (doubt.body.is_null()) {
      settlement.left_over.push_back(doubt.address);
    } else {
      groups[key_of(catalog, doubt)].push_back(&doubt);
    }
  }
  const Candidates candidates = candidates_of(snapshot, live, owned);
  // Bodies that say more come first: what equals one of them may equal a shorter one, too. Then the newest.
  std::vector<const std::vector<const state::Doubt*>*> order;
  for (const auto& [key, doubts] : groups) order.push_back(&doubts);
  auto says = [&](const auto* doubts) {
    const auto* type = catalog.find(doubts->front()->address.type);
    return type == nullptr ? 0 : provider::read_attributes(*type, doubts->front()->body).size();
  };
  auto rank = [&](const auto* doubts) { return std::pair(says(doubts), doubts->front()->watermark); };
  std::stable_sort(order.begin(), order.end(),
                   [&](const auto* a, const auto* b) { return rank(a) > rank(b); });
  for (const auto* doubts : order)
    settle_group(*doubts, catalog, snapshot, candidates, {seen_epoch_millis, settle_time}, owned, settlement);
  for (const auto& [id, open] : snapshot.open_deletes) {
    const auto* record = find_live(live, id);
    bool still_live = record != nullptr && !record->in_trash;
    if (still_live && seen_epoch_millis - open.since_epoch_millis < settle_time.count())
      settlement.waiting.push_back(open.address);
  }
  return settlement;
}

void mend_times(state::Snapshot& snapshot, std::int64_t now_epoch_millis) {
  auto mend = [&](std::int64_t& since) {
    if (snapshot.left_over || since > now_epoch_millis) since = now_epoch_millis;
  };
  for (auto& doubt : snapshot.in_doubt) mend(doubt.since_epoch_millis);
  for (auto& [id, open] : snapshot.open_deletes) mend(open.since_epoch_millis);
}

state::Resource found_record(const state::Doubt& doubt, const std::string& id, const Live& live) {
  state::Resource record = doubt.expected;
  record.id = id;
  record.attributes = live.integrations.at(id).attributes;
  for (const auto& [name, digest] : record.secret_digests) record.attributes.erase(name);
  return record;
}

void carry_over(const Settlement& settlement, const Live& live, bool give_up_waiting,
                state::Snapshot& snapshot) {
  for (const auto& [address, id] : settlement.found) {
    state::apply(snapshot, {address, found_record(*state::find_doubt(snapshot, address), id, live), {}});
  }
  std::set<Address> dropped(settlement.missing.begin(), settlement.missing.end());
  dropped.insert(settlement.left_over.begin(), settlement.left_over.end());
  if (give_up_waiting) dropped.insert(settlement.waiting.begin(), settlement.waiting.end());
  snapshot.open_deletes.clear();
  std::erase_if(snapshot.in_doubt,
                [&](const state::Doubt& doubt) { return dropped.contains(doubt.address); });
}

}  // namespace waveform::planner
