// Scripted faults.
//
//   SPEC = TRIGGER ":" WHAT         (trigger.h)
//   WHAT = a row of fault_kinds(): "status=CODE", "delay=DURATION", "drop-after", ...
//
// DURATION is "500ms", "2s" or "1m". Examples: create:1:drop-after   list:every=3:status=429
// write:p=0.2:drop-after
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "provider/simulator/trigger.h"

namespace waveform::provider::simulator {

enum class Strike { Status, Page, Garbage, CutHead, CutBody, Slow, Delay, Stale, Drop, Hang };
enum class Effect { None, Now, Later };
enum class Argument { None, StatusCode, Duration };

struct FaultKind {
  std::string_view name;
  Argument argument;
  Strike strike;
  Effect effect;  // whether the call takes effect nevertheless
  std::string_view documentation;
};
std::span<const FaultKind> fault_kinds();

struct Fault {
  std::string spec;  // as given by the user
  Trigger trigger;
  const FaultKind* kind = nullptr;
  int status = 0;
  base::Millis duration{0};
};

// ERRORS: Invalid, with what was expected.
base::Result<Fault> parse_fault(std::string_view spec);

}  // namespace waveform::provider::simulator
