#include "planner/live/inventory.h"

#include <functional>
#include <mutex>
#include <vector>

#include "base/parallel.h"
#include "planner/live/secrets.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::Result;
using base::Value;

namespace {

// From any thread.
void add(Inventory& live, std::mutex& mutex, const provider::Catalog& catalog, const Value& body,
         bool in_bin) {
  std::string id = provider::id_of(body);
  if (id.empty()) return;
  Integration record = read_integration(catalog, body);
  record.in_trash = record.in_trash || in_bin;
  const std::lock_guard lock(mutex);
  live.integrations.insert_or_assign(std::move(id), std::move(record));
}

// The ids of the state or the request that the service has not listed.
std::set<std::string> unseen(const Inventory& live, const provider::Catalog& catalog,
                             const state::Snapshot& snapshot, const RequestedIds& asked) {
  std::set<std::string> ids = asked.integrations;
  for (const auto& [address, resource] : snapshot.resources) {
    if (!provider::is_external_id(catalog, address.type)) ids.insert(resource.id);
  }
  for (const auto& tombstone : snapshot.tombstones) ids.insert(tombstone.id);
  std::erase_if(ids, [&](const std::string& id) { return live.integrations.contains(id); });
  return ids;
}

// External ids whose validity needs a separate call.
std::set<std::string> doubtful_external_ids(const Inventory& live, const state::Snapshot& snapshot,
                                            const RequestedIds& asked) {
  std::set<std::string> ids = asked.external_ids;
  for (const auto& id : live.external_ids) {
    if (!is_external_id_in_use(snapshot, id)) ids.insert(id);
  }
  return ids;
}

// Calls `ask` for each, up to `width` at once; returns those not found. ERRORS: the first other one.
Result<std::set<std::string>> not_found(const std::set<std::string>& ids, int width,
                                        const std::function<Result<void>(const std::string&)>& ask) {
  const std::vector<std::string> all(ids.begin(), ids.end());
  std::vector<Result<void>> answers(all.size());
  base::in_parallel(all.size(), width, [&](std::size_t i) { answers[i] = ask(all[i]); });
  std::set<std::string> missing;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (answers[i]) continue;
    if (answers[i].error().kind != base::ErrorKind::NotFound) return base::fail(answers[i].error());
    missing.insert(all[i]);
  }
  return missing;
}

}  // namespace

const Integration* find_integration(const Inventory& live, const std::string& id) {
  auto found = live.integrations.find(id);
  return found == live.integrations.end() ? nullptr : &found->second;
}

std::string text_of(const Integration& record, std::string_view attribute) {
  auto found = record.attributes.find(attribute);
  bool is_text = found != record.attributes.end() && found->second.is_string();
  return is_text ? found->second.as_string() : std::string();
}

std::int64_t number_of(const Integration& record, std::string_view attribute) {
  auto found = record.attributes.find(attribute);
  bool is_number = found != record.attributes.end() && found->second.is_integer();
  return is_number ? found->second.as_integer() : 0;
}

std::string fingerprint_of(const Integration& record) {
  if (record.type == nullptr || !record.says_in_trash) return {};
  return provider::fingerprint(*record.type, record.attributes, record.disabled, *record.says_in_trash);
}

Integration read_integration(const provider::Catalog& catalog, const Value& body) {
  Integration record;
  record.service = provider::service_of(body);
  record.type = catalog.find_service(record.service);
  record.name = body.get("name").is_string() ? body.get("name").as_string() : std::string();
  if (record.type != nullptr) record.attributes = provider::read_attributes(*record.type, body);
  record.last_error = provider::last_error(body);
  record.last_error_epoch_millis = provider::last_error_epoch_millis(body);
  record.in_trash = provider::in_trash(body);
  record.says_in_trash = record.in_trash;
  record.disabled = provider::is_disabled(body);
  return record;
}

Result<Inventory> list_all(provider::Api& api, const provider::Catalog& catalog, int width) {
  constexpr int kMostReads = 3;  // of a list that changes while it is read
  Inventory all;
  // An integration that was listed before and is in the recycle bin now was deleted in between: the recycle
  // bin is right.
  for (auto bin : {provider::Bin::Live, provider::Bin::Deleted}) {
    Inventory live;
    std::mutex mutex;
    for (int reads = 1;; ++reads) {
      live = {};
      auto steady = provider::for_each_integration(api, bin, width, [&](const Value& body) {
        add(live, mutex, catalog, body, bin == provider::Bin::Deleted);
      });
      if (!steady) return base::fail(steady.error());
      if (!*steady && reads < kMostReads) continue;
      all.moved = all.moved || !*steady;
      break;
    }
    live.integrations.merge(all.integrations);
    all.integrations = std::move(live.integrations);
  }
  for (const auto& [id, record] : all.integrations) all.listed.insert(id);
  return all;
}

Result<Inventory> refresh(provider::Api& api, const provider::Catalog& catalog,
                          const state::Snapshot& snapshot, const RequestedIds& asked, int width) {
  auto live = list_all(api, catalog, width);
  if (!live) return live;
  live->external_ids = managed_external_ids(catalog, snapshot);
  std::mutex mutex;
  auto gone = not_found(unseen(*live, catalog, snapshot, asked), width, [&](const std::string& id) {
    return api.get(id).map([&](const Value& body) { add(*live, mutex, catalog, body, false); });
  });
  if (!gone) return base::fail(gone.error());
  auto expired = not_found(doubtful_external_ids(*live, snapshot, asked), width,
                           [&](const std::string& id) { return api.check_external_id(id); });
  if (!expired) return base::fail(expired.error());
  live->expired_external_ids = *std::move(expired);
  return live;
}

std::vector<std::string> misplaced_ids(const provider::Catalog& catalog, const state::Snapshot& snapshot,
                                       const Inventory& live, const std::set<base::Address>& wanted) {
  std::vector<std::string> ids;
  if (!live.refreshed) return ids;
  for (const auto& [address, resource] : snapshot.resources) {
    if (provider::is_external_id(catalog, address.type)) continue;
    const auto* record = find_integration(live, resource.id);
    const bool is_going = snapshot.open_calls.contains(resource.id);
    if (record == nullptr || (record->in_trash && !wanted.contains(address) && !is_going))
      ids.push_back(resource.id);
  }
  for (const auto& tombstone : snapshot.tombstones) {
    const auto* record = find_integration(live, tombstone.id);
    if (record == nullptr || !record->in_trash) ids.push_back(tombstone.id);
  }
  return ids;
}

Inventory inventory_from_state(const provider::Catalog& catalog, const state::Snapshot& snapshot) {
  Inventory live;
  live.refreshed = false;
  live.external_ids = managed_external_ids(catalog, snapshot);
  for (const auto& [address, resource] : snapshot.resources) {
    Integration record;
    record.type = catalog.find(address.type);
    if (record.type == nullptr || record.type->is_external_id) continue;
    record.service = record.type->service;
    record.attributes = resource.attributes;
    Value attributes(resource.attributes);
    record.name = attributes.get("name").is_string() ? attributes.get("name").as_string() : std::string();
    record.disabled = attributes.get("enabled") == Value(false);
    live.integrations.emplace(resource.id, std::move(record));
  }
  for (const auto& tombstone : snapshot.tombstones) {
    Integration record;
    record.type = catalog.find(tombstone.address.type);
    record.in_trash = true;
    live.integrations.emplace(tombstone.id, std::move(record));
  }
  return live;
}

Inventory inventory_from_state(const provider::Catalog& catalog, const state::Snapshot& snapshot,
                               const Inventory& refreshed) {
  Inventory live = inventory_from_state(catalog, snapshot);
  live.listed = refreshed.listed;
  for (const auto& [id, record] : refreshed.integrations) live.integrations.emplace(id, record);
  return live;
}

Unmanaged find_unmanaged(const Inventory& live, const state::Snapshot& snapshot) {
  std::set<std::string_view> owned;
  for (const auto& [address, resource] : snapshot.resources) owned.insert(resource.id);
  Unmanaged unmanaged;
  for (const auto& [id, record] : live.integrations) {
    if (record.type == nullptr || record.in_trash || owned.contains(id)) continue;
    unmanaged.by_name.emplace(Unmanaged::Key{record.type, record.name}, id);
  }
  return unmanaged;
}

}  // namespace waveform::planner
