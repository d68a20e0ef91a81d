// The progress of an apply: lines of text, and a live block below them on a terminal. Pure: width, colour and
// times are passed in.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "planner/plan/change.h"
#include "planner/plan/progress.h"
#include "planner/render/style.h"

namespace waveform::render {

// A retry after a pause. Contains neither secrets nor ids.
struct Pause {
  std::string call;    // "create the integration"
  std::string answer;  // "503", "no response"; "12 bytes in 5 s"
  int attempt = 0;     // the next one; from 2. 0: no pause, the response is slow
  base::Millis wait{0};
  std::int64_t others = 0;  // other pausing calls
};

struct EventContext {
  std::int64_t epoch_millis = 0;
  TextStyle style;
};

// The text for each event, with a newline at the end; "": none.
struct ProgressFormat {
  std::string (*event)(const planner::ProgressEvent&, const EventContext&) = nullptr;
  std::string (*pause)(const Pause&, const EventContext&) = nullptr;  // null: none
  base::Millis running_every{0};  // between reports of a running change; 0: never
};
const ProgressFormat& progress_lines();        // for a file or a pipe
const ProgressFormat& progress_above_block();  // beside a block, which shows what runs

// A change that runs.
struct RunningChange {
  const planner::Change* change = nullptr;
  base::Millis elapsed{0};
  std::string why = {};
};

// The contents of the block.
struct ProgressView {
  std::int64_t total = 0;
  std::int64_t ended = 0;
  std::int64_t failed = 0;
  std::map<planner::Action, std::int64_t> done = {};
  std::vector<RunningChange> running = {};  // the oldest first
  std::int64_t running_besides = 0;
  base::Millis elapsed{0};
  double per_second = 0;                  // 0: not known
  std::optional<base::Millis> left = {};  // an estimate
  std::int64_t pausing = 0;               // calls that wait for a retry
  std::string pausing_for = {};           // the latest response to them
  bool stopping = false;
};

// Lines without line ends, narrower than the terminal.
std::vector<std::string> progress_block(const ProgressView& view, const TextStyle& style);

// "created"
std::string_view past(planner::Action action);

}  // namespace waveform::render
