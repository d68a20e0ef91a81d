// The service as one run sees it.
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
struct LiveRecord {
  const provider::ResourceType* type = nullptr;  // null: a service that the tables do not have
  std::string service;
  std::string name;
  base::Value::Map attributes;  // provider::read_attributes
  std::string last_error;       // "" when there is none, or when it is over
  std::int64_t last_error_epoch_millis = 0;
  std::optional<bool> says_in_trash;  // its own body; none: it was not read from the service
  bool in_trash = false;
  bool disabled = false;
};

struct Live {
  std::map<std::string, LiveRecord> integrations;  // by id
  std::set<std::string> expired_external_ids;      // of those that were asked for
  std::set<std::string> external_ids;              // that the state manages: no text with one is shown
  std::set<std::string> listed;                    // ids that list and recycle bin showed
  bool moved = false;                              // the list did not hold still while it was read
  bool refreshed = true;                           // false: assumed from the state
};

// Null: there is none.
const LiveRecord* find_live(const Live& live, const std::string& id);

// An attribute's text or number; "" or 0 when it is not there.
std::string text_of(const LiveRecord& record, std::string_view attribute);
std::int64_t number_of(const LiveRecord& record, std::string_view attribute);

// provider::fingerprint; "" when it was not read from the service, or is of no type of the tables.
std::string fingerprint_of(const LiveRecord& record);

LiveRecord read_record(const provider::Catalog& catalog, const base::Value& body);

// Ids that are of interest beside those of the state.
struct Asked {
  std::set<std::string> integrations;
  std::set<std::string> external_ids;
};

// Asks the service: the whole list and the recycle bin in pages, and by id what neither showed, since pages
// shift while people click: of the state and of `asked`. External ids of the state are asked for only when no
// integration in it was made with them.
// Up to `width` calls at once.
base::Result<Live> refresh(provider::Api& api, const provider::Catalog& catalog,
                           const state::Snapshot& snapshot, const Asked& asked = {}, int width = 1);
// The whole list and the recycle bin, and nothing by id.
base::Result<Live> list_all(provider::Api& api, const provider::Catalog& catalog, int width);

// Integrations that no address of the state owns and that are not in the bin, for finding lookalikes: ids by
// service type and name.
struct Unmanaged {
  using Key = std::pair<const provider::ResourceType*, std::string>;
  std::multimap<Key, std::string> by_name;
};
Unmanaged find_unmanaged(const Live& live, const state::Snapshot& snapshot);

// What the service does not show where the state has it, so that it may only lag: integrations and tombstones
// that do not show at all, tombstones that are not in the bin, and integrations in the bin that are not
// `wanted` (what a run does about those needs no call). Empty when it was not refreshed.
std::vector<std::string> misplaced_ids(const provider::Catalog& catalog, const state::Snapshot& snapshot,
                                       const Live& live, const std::set<base::Address>& wanted);

// -refresh=false: everything is as the state remembers it, tombstones are in the bin.
Live assume(const provider::Catalog& catalog, const state::Snapshot& snapshot);
// The same, with what the service holds beside it: needed before anything is created.
Live assume(const provider::Catalog& catalog, const state::Snapshot& snapshot, const Live& refreshed);

}  // namespace waveform::planner
