// Selects requests, for faults and changes.
//
//   TRIGGER = CALLS [":" WHEN]
//   CALLS   = CALL {"," CALL}
//   CALL    = "any" | "read" | "write" | a call's name ("create", "list", "search-deleted", ...)
//           | METHOD | [METHOD " "] PATH        ("DELETE", "/api/v2/*", "PUT /api/v2/cloudintegration/*")
//   WHEN    = "all" | N | "first=N" | "after=N" | "every=N" | "p=CHANCE"     ("all" when left out)
//
// N counts the requests that CALLS matches, from 1: "3" is the third one only, "after=3" all from the fourth.
// In a PATH, * matches any text. CHANCE is from 0 to 1, drawn with the simulator's seed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "provider/simulator/calls.h"

namespace waveform::provider::simulator {

enum class When { All, Nth, First, After, Every, Chance };

struct Trigger {
  std::vector<std::string> calls;
  When when = When::All;
  std::int64_t number = 0;
  double chance = 0;
  std::int64_t seen = 0;  // how many requests `calls` has matched so far

  // Counts the request if it matches, and returns whether it is selected. `draw`: [0, 1), for CHANCE.
  bool strikes(const CallRow* call, std::string_view method, std::string_view path, double draw);
};

// ERRORS: Invalid, with what was expected.
base::Result<Trigger> parse_trigger(std::string_view text);

}  // namespace waveform::provider::simulator
