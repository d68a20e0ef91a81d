// How an apply under way is told: as lines of text, and as the block that a terminal shows below them. Pure:
// width, colour and times are passed in.
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

// A call that is made again after a pause. No secret is in it, and no id.
struct Pause {
  std::string call;    // "create the integration"
  std::string answer;  // "503", "no answer"
  int attempt = 0;     // the one to come; from 2
  base::Millis wait{0};
  std::int64_t others = 0;  // calls that pause, too
};

struct Moment {
  std::int64_t epoch_millis = 0;
  TextStyle style;
};

// How an apply is told: texts that end with a newline, "" for what is not told.
struct ProgressFormat {
  std::string (*event)(const planner::ProgressEvent&, const Moment&) = nullptr;
  std::string (*pause)(const Pause&, const Moment&) = nullptr;  // null: pauses are not told
  base::Millis running_every{0};  // how often a change that still runs is told again; 0: never
};
const ProgressFormat& progress_lines();        // for a file or a pipe
const ProgressFormat& progress_above_block();  // beside a block, which shows what runs

// A change that runs.
struct RunningChange {
  const planner::Change* change = nullptr;
  base::Millis elapsed{0};
  std::string why = {};
};

// What the block shows.
struct ProgressView {
  std::int64_t total = 0;
  std::int64_t ended = 0;
  std::int64_t failed = 0;
  std::map<planner::Action, std::int64_t> done = {};
  std::vector<RunningChange> running = {};  // the oldest first
  std::int64_t running_besides = 0;
  base::Millis elapsed{0};
  double per_second = 0;                  // 0: not known
  std::optional<base::Millis> left = {};  // about so long
  std::int64_t pausing = 0;               // calls that wait to be made again
  std::string pausing_for = {};           // what the newest of them was answered
  bool stopping = false;
};

// Lines without their ends, none as wide as the terminal.
std::vector<std::string> progress_block(const ProgressView& view, const TextStyle& style);

// "created"
std::string_view past(planner::Action action);
// "12 s", "3 min 20 s", "1 h 5 min"
std::string duration_text(base::Millis duration);

}  // namespace waveform::render
