// Which change of a plan may be begun next. Pure. Not for several threads.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include "planner/plan/plan.h"

namespace waveform::planner {

// Changes are meant by their place in the plan.
class Schedule {
 public:
  explicit Schedule(const Plan& plan);

  // The first one of the plan's order whose needs are done; it is under way from now on.
  std::optional<std::size_t> take();
  std::size_t ready() const { return ready_.size(); }
  // How one that was under way ended. What needs one that failed is never taken.
  void done(std::size_t change);
  void failed(std::size_t change);
  std::size_t under_way() const { return under_way_; }

  bool is_done(std::size_t change) const { return states_[change] == State::Done; }
  bool was_taken(std::size_t change) const { return states_[change] != State::Waiting; }
  // What it needs and what is not done, if there is anything.
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
