// A scenario: a cluster, its content and its faults, in one JSON document.
//
//   {"format": "waveform-scenario", "version": 1,
//    "options": {NAME: VALUE},         option_rows() in options.h
//    "data": {"integrations": [BODY], "externalIds": [{"id": TEXT, ...}]},
//    "faults": [SPEC],                 fault.h
//    "changes": [{"when": ...}]}       changes.h
//
// All except format and version is optional. An integration is created as by POST /simulator/integrations: a
// missing id, missing times and defaults are filled in. An external id without "issuedEpochMillis" is new.
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

// `options`: the values for options that the scenario does not set. ERRORS: Corrupt, Unsupported; Invalid,
// with every error and its place: options.page_limt: ...
base::Result<Scenario> read_scenario(std::string_view text, const Options& options);

// Loads data, faults and changes into a simulator with the scenario's options. ERRORS: Invalid, with the
// place.
base::Result<void> play(const Scenario& scenario, Simulator& simulator);

}  // namespace waveform::provider::simulator
