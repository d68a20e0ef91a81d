// An apply as Terraform's machine-readable UI, format 1.2: docs/apply-json.md. Pure. Contains neither secrets
// nor external ids.
#pragma once

#include <cstdint>
#include <string>

#include "base/diag.h"
#include "base/result.h"
#include "base/value.h"
#include "planner/plan/plan.h"
#include "planner/render/progress_text.h"
#include "planner/render/validation_json.h"

namespace waveform::render {

// An event is the members of one line; event_line() adds time and source.
using Event = base::Value::Map;
std::string event_line(Event event, std::int64_t epoch_millis);

Event version_event(const std::string& version);
Event log_event(const std::string& text);
Event diagnostic_event(const base::Diag& diag, const BlockAt& block_at);
// Of a resource. `severity`: Error or Warning.
Event diagnostic_event(const base::Address& address, base::Severity severity, const base::Error& error);
Event planned_change_event(const planner::Change& change, planner::Mode mode);
Event drift_event(const planner::Drift& drift);
Event outputs_event(const base::Value::Map& outputs);

// Counts of changes by the format's rules.
struct ChangeCounts {
  std::int64_t add = 0, change = 0, import = 0, remove = 0, forget = 0;
  void count(const planner::Change& change);
};
// `operation`: "plan", "apply" or "destroy". `complete`: all planned changes were made.
Event summary_event(const ChangeCounts& counts, const std::string& operation, bool complete = true);

// The progress as lines.
const ProgressFormat& progress_events();

}  // namespace waveform::render
