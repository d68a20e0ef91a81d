// The inventory: all that the service has, live or deleted.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "provider/api.h"
#include "provider/schema.h"
#include "state/snapshot.h"

namespace waveform::planner {

// One integration, live or in the recycle bin.
struct Integration {
  const provider::ResourceType* type = nullptr;  // null: a service that is not in the tables
  std::string service;
  std::string name;
  base::Value::Map attributes;  // provider::read_attributes
  std::string last_error;       // "" when there is none, or when it has ended
  std::int64_t last_error_epoch_millis = 0;
  std::optional<bool> says_in_trash;  // its own body; empty: not read from the service
  bool in_trash = false;
  bool disabled = false;
};

struct Inventory {
  std::map<std::string, Integration> integrations;  // by id
  std::set<std::string> expired_external_ids;       // of those requested
  std::set<std::string> external_ids;               // that the state manages: strings with one are hidden
  std::set<std::string> listed;                     // ids that list and recycle bin showed
  bool moved = false;                               // the list changed while it was read
  bool refreshed = true;                            // false: assumed from the state
};

// Null: there is none.
const Integration* find_integration(const Inventory& live, const std::string& id);

// The string or number of an attribute; "" or 0 when missing.
std::string text_of(const Integration& record, std::string_view attribute);
std::int64_t number_of(const Integration& record, std::string_view attribute);

// provider::fingerprint; "" when it was not read from the service, or its type is not in the tables.
std::string fingerprint_of(const Integration& record);

Integration read_integration(const provider::Catalog& catalog, const base::Value& body);

// Ids to read in addition to those of the state.
struct RequestedIds {
  std::set<std::string> integrations;
  std::set<std::string> external_ids;
};

// Reads the list and the recycle bin in pages, and by id those of the state and of `asked` that neither has,
// since pages shift during edits. External ids of the state are only checked when no integration in it uses
// them. Up to `width` calls at once.
base::Result<Inventory> refresh(provider::Api& api, const provider::Catalog& catalog,
                                const state::Snapshot& snapshot, const RequestedIds& asked = {},
                                int width = 1);
// The list and the recycle bin, without reads by id.
base::Result<Inventory> list_all(provider::Api& api, const provider::Catalog& catalog, int width);

// Unmanaged integrations that are not in the recycle bin, to find duplicates: ids by service type and name.
struct Unmanaged {
  using Key = std::pair<const provider::ResourceType*, std::string>;
  std::multimap<Key, std::string> by_name;
};
Unmanaged find_unmanaged(const Inventory& live, const state::Snapshot& snapshot);

// Differences between service and state that may be replication lag: missing integrations and tombstones,
// tombstones that are not in the recycle bin, and integrations in the recycle bin that are not `wanted`
// (those need no call). Empty without a refresh.
std::vector<std::string> misplaced_ids(const provider::Catalog& catalog, const state::Snapshot& snapshot,
                                       const Inventory& live, const std::set<base::Address>& wanted);

// -refresh=false: everything as in the state, tombstones in the recycle bin.
Inventory inventory_from_state(const provider::Catalog& catalog, const state::Snapshot& snapshot);
// The same, with all other integrations of the service: needed before creates.
Inventory inventory_from_state(const provider::Catalog& catalog, const state::Snapshot& snapshot,
                               const Inventory& refreshed);

}  // namespace waveform::planner
