// What the applier tells while it works. Called from the thread that applies.
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "planner/plan.h"

namespace waveform::planner {

class Progress {
 public:
  virtual ~Progress() = default;
  virtual void started(const Change& change, Action action) = 0;
  // `id`: "" of an external id, which is not shown.
  virtual void finished(const Change& change, Action action, const std::string& id, base::Millis elapsed) = 0;
  virtual void failed(const Change& change, const base::Error& error) = 0;
};

}  // namespace waveform::planner
