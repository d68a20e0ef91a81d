// A scenario: a cluster, what it holds, and what goes wrong with it, in one JSON document.
//
//   {"format": "waveform-scenario", "version": 1,
//    "options": {NAME: VALUE},         option_rows() in options.h
//    "data": {"integrations": [BODY], "externalIds": [{"id": TEXT, ...}]},
//    "faults": [SPEC],                 fault.h
//    "changes": [{"when": ...}]}       changes.h
//
// All but format and version may be left out. An integration is made as by POST /simulator/integrations: an
// id, times and defaults that it lacks are filled in. An external id without "issuedEpochMillis" is new.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "provider/simulator/options.h"

namespace waveform::provider::simulator {

class Simulator;

struct Scenario {
  Options options;
  base::Value data;  // null, or an object with both lists
  base::Value::List faults;
  base::Value::List changes;
};

// `options`: what holds where the scenario says nothing.
// ERRORS: Corrupt, Unsupported; Invalid, with every mistake and its place: options.page_limt: ...
base::Result<Scenario> read_scenario(std::string_view text, const Options& options);

// Puts data, faults and changes into a simulator that has the scenario's options. ERRORS: Invalid, with the
// place.
base::Result<void> play(const Scenario& scenario, Simulator& simulator);

}  // namespace waveform::provider::simulator
