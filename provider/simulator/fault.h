// Scripted faults.
//
//   SPEC  = CALLS [":" WHEN] ":" WHAT
//   CALLS = CALL {"," CALL}
//   CALL  = "any" | "read" | "write" | a call's name ("create", "list", "search-deleted", ...)
//         | METHOD | [METHOD " "] PATH        ("DELETE", "/api/v2/*", "PUT /api/v2/cloudintegration/*")
//   WHEN  = "all" | N | "first=N" | "after=N" | "every=N" | "p=CHANCE"     ("all" when left out)
//   WHAT  = a row of kinds(): "status=CODE", "status-after=CODE", "delay=DURATION", "drop-before",
//           "drop-after", "hang"
//
// N counts the requests that CALLS fits, from 1: "3" is the third alone, "after=3" all from the fourth on. In
// a PATH, * stands for any text. CHANCE is from 0 to 1, drawn with the simulator's seed. DURATION is "500ms",
// "2s" or "1m". Examples: create:1:drop-after   list:every=3:status=429   write:p=0.2:drop-after
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "provider/simulator/calls.h"

namespace waveform::provider::simulator {

enum class Strike { Status, Delay, Drop, Hang };
enum class Argument { None, StatusCode, Duration };

struct FaultKind {
  std::string_view name;
  Argument argument;
  Strike strike;
  bool effect;  // the call is carried out all the same
  std::string_view documentation;
};
std::span<const FaultKind> fault_kinds();

enum class When { All, Nth, First, After, Every, Chance };

struct Fault {
  std::string spec;  // as it was given
  std::vector<std::string> calls;
  When when = When::All;
  std::int64_t number = 0;
  double chance = 0;
  const FaultKind* kind = nullptr;
  int status = 0;
  base::Millis delay{0};
  std::int64_t seen = 0;  // how many requests `calls` fitted so far

  // Counts the request when it fits, and says whether the fault strikes. `draw`: [0, 1), for chance.
  bool strikes(const CallRow* call, std::string_view method, std::string_view path, double draw);
};

// ERRORS: Invalid, saying what was expected.
base::Result<Fault> parse_fault(std::string_view spec);

}  // namespace waveform::provider::simulator
