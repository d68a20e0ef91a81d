// The health of integrations. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/clock.h"
#include "state/snapshot.h"

namespace waveform::planner {

struct Inventory;

// The state of an integration; Ok and Disabled are healthy.
enum class Health {
  Ok,
  Disabled,           // by a user
  DisabledByService,  // its credentials failed
  Failing,            // its last error is newer than its last data
  Stale,              // no data for longer than -stale-after
  InBin,              // of a managed one: in the recycle bin
  Gone                // of a managed one: it no longer exists
};
bool is_healthy(Health health);
// "ok", "disabled", "disabled by the service", "failing", "stale", "in the recycle bin", "gone"
std::string_view health_name(Health health);

struct IntegrationStatus {
  std::optional<base::Address> address;  // empty: unmanaged
  std::string id;
  std::string name;     // "" when it is hidden
  std::string service;  // "EC2"
  Health health = Health::Ok;
  std::string disabled_by;         // of a disabled one: who changed it last, or "the service"
  std::string last_error;          // "" when there is none
  std::int64_t last_error_at = 0;  // milliseconds since 1970; 0: never
  std::int64_t last_data_at = 0;   // the same
  std::int64_t last_processed_at = 0;
  std::optional<std::int64_t> metrics;  // of the last fetch
};

struct Status {
  std::vector<IntegrationStatus>
      integrations;  // unhealthy ones first, then managed ones, by address and name
  std::int64_t asked_at = 0;

  bool is_healthy() const;
};

// All live integrations, and those that the state manages. `stale_after`: the maximum age of the newest data
// of an enabled one; empty: no limit. Hides the hidden names and external ids of the state.
Status make_status(const Inventory& live, const state::Snapshot& snapshot, std::int64_t now,
                   std::optional<base::Millis> stale_after);

}  // namespace waveform::planner
