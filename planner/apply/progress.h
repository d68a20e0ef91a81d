// What the applier reports while it works: from one thread at a time, not always the same one. The lock of
// the apply is held meanwhile, so that no function may block.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "planner/plan/plan.h"

namespace waveform::planner {

class Progress {
 public:
  virtual ~Progress() = default;
  virtual void started(const Change& change) = 0;
  // The change waits: `why` completes "waiting: ..."; "" when it goes on.
  virtual void waits(const Change& change, const std::string& why) = 0;
  // One of its actions is done. `id`: "" of an external id, which is not shown.
  virtual void done(const Change& change, Action action, const std::string& id, base::Millis elapsed) = 0;
  // All of its actions are done. After this, or after failed(), nothing more is reported of the change.
  virtual void ended(const Change& change, base::Millis elapsed) = 0;
  virtual void failed(const Change& change, const base::Error& error) = 0;
};

}  // namespace waveform::planner
