// Which change of a plan can start next. Not thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include "planner/plan/plan.h"

namespace waveform::planner {

// A change is identified by its index in plan.changes.
class Schedule {
 public:
  explicit Schedule(const Plan& plan);

  // Starts the first change, in the order of the plan, whose dependencies are done.
  std::optional<std::size_t> take();
  std::size_t ready() const { return ready_.size(); }
  // End a started change. A change that depends on a failed one is never started.
  void done(std::size_t change);
  void failed(std::size_t change);
  std::size_t under_way() const { return under_way_; }

  bool is_done(std::size_t change) const { return states_[change] == State::Done; }
  bool was_taken(std::size_t change) const { return states_[change] != State::Waiting; }
  // Returns a dependency that is not done.
  std::optional<std::size_t> missing(std::size_t change) const;

 private:
  enum class State { Waiting, Taken, Done };
  std::vector<State> states_;
  std::vector<std::vector<std::size_t>> needs_;
  std::vector<std::vector<std::size_t>> needed_by_;
  std::vector<std::size_t> open_needs_;
  std::set<std::size_t> ready_;
  std::size_t under_way_ = 0;
};

}  // namespace waveform::planner
