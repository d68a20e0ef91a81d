// What the applier tells while it works: by one thread at a time, not always by the same.
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
  // It takes longer: `why` completes "waiting: ..."; "" when it goes on.
  virtual void waits(const Change& change, const std::string& why) = 0;
  // One of its actions is done. `id`: "" of an external id, which is not shown.
  virtual void done(const Change& change, Action action, const std::string& id, base::Millis elapsed) = 0;
  // All of them are. After this, or after failed(), nothing more is told of the change.
  virtual void ended(const Change& change, base::Millis elapsed) = 0;
  virtual void failed(const Change& change, const base::Error& error) = 0;
};

}  // namespace waveform::planner
