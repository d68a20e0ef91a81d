// What an apply reports while it works.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "planner/plan/plan.h"

namespace waveform::planner {

struct ProgressEvent {
  enum class Kind {
    Started,
    Waiting,  // for `why`, as in "waiting: WHY"; "": it goes on
    Done,     // one of its actions
    Ended,    // all of its actions are done; this or Failed is the last event of a change
    Failed,
    Running,  // added by the receiver from time to time
  };
  Kind kind;
  const Change& change;
  base::Millis elapsed{0};         // of the action or the change
  Action action = Action::Create;  // of Done
  std::string id = {};             // of Done and Ended; "" of an external id, which is not shown
  std::string why = {};
  const base::Error* error = nullptr;  // of Failed
};

// Called from any thread, with the lock of the apply: must not block.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void report(ProgressEvent event) = 0;
};

}  // namespace waveform::planner
