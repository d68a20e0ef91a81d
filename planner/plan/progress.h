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
    Waiting,  // for `why`, which completes "waiting: ..."; "" when it goes on
    Done,     // one of its actions
    Ended,    // all of its actions are done; after this, or after Failed, nothing more is reported of the
              // change
    Failed,
    Running,  // still; added by the reader, from time to time
  };
  Kind kind;
  const Change& change;
  base::Millis elapsed{0};         // of the action or the change
  Action action = Action::Create;  // of Done
  std::string id = {};             // of Done and Ended; "" of an external id, which is not shown
  std::string why = {};
  const base::Error* error = nullptr;  // of Failed
};

// Called from one thread at a time, not always the same one. The lock of the apply is held meanwhile, so that
// no function may block.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void report(ProgressEvent event) = 0;
};

}  // namespace waveform::planner
