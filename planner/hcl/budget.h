// The limits of all evaluation in a run, including templates: steps, time and memory. One per run; not
// thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/diag.h"

namespace waveform::hcl {

struct BudgetLimits {
  std::uint64_t steps =
      100'000'000;  // evaluations of a part of an expression, or equivalent work of functions
  std::size_t bytes = std::size_t{320} << 20;
  base::Millis time{120'000};              // of evaluation; ignored without a clock
  const base::Clock* clock = nullptr;      // which outlives the budget
  std::function<bool()> interrupted = {};  // a signal came; polled
};

class Budget {
 public:
  explicit Budget(BudgetLimits limits = {}) : limits_(std::move(limits)) {}

  // False, from then on always: it is used up, or a signal came. `weight`: the duration in smallest steps, at
  // most, which decides when to read the clock.
  bool step(std::uint64_t steps = 1, std::uint64_t weight = 1) {
    constexpr std::uint64_t kOften = 4096;
    steps_ += steps;
    unseen_ += weight;
    return unseen_ < kOften ? end_ == End::None : is_left();
  }
  // Takes memory until it is given back.
  bool take(std::size_t bytes) {
    bytes_ += bytes;
    if (bytes_ > limits_.bytes && end_ == End::None) end_ = End::Bytes;
    return end_ == End::None;
  }
  void give_back(std::size_t bytes) { bytes_ -= bytes; }
  std::size_t taken() const { return bytes_; }

  // Around each evaluation: the time in between counts. Can be nested.
  void begin();
  void end();

  // For a separate evaluation, such as the next line of a console. Taken memory stays taken.
  void renew();

  bool is_used_up() const { return end_ != End::None; }
  // Where it was used up; only the first place counts.
  void blame(const base::Range& place) {
    if (place_.source == nullptr) place_ = place;
  }
  // REQUIRES: is_used_up().
  base::Diag diag() const;

 private:
  enum class End : std::uint8_t { None, Steps, Bytes, Time, Interrupted };
  bool is_left();
  base::Millis now() const { return limits_.clock == nullptr ? base::Millis(0) : limits_.clock->steady(); }

  BudgetLimits limits_;
  std::uint64_t steps_ = 0;
  std::uint64_t unseen_ = 0;  // since the last look
  std::size_t bytes_ = 0;
  int depth_ = 0;          // of evaluations
  base::Millis begun_{0};  // the outermost of them
  base::Millis spent_{0};  // by those before
  End end_ = End::None;
  base::Range place_ = {};
};

}  // namespace waveform::hcl
