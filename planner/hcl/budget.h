// What all that is evaluated in a run may take together, templates included: steps and time, so that it ends,
// and memory. One for a run; not for several threads.
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
      100'000'000;  // evaluations of one part of an expression, or what functions do in such a time
  std::size_t bytes = std::size_t{320} << 20;
  base::Millis time{120'000};              // of evaluation; without a clock it does not count
  const base::Clock* clock = nullptr;      // which outlives the budget
  std::function<bool()> interrupted = {};  // a signal came; asked again and again
};

class Budget {
 public:
  explicit Budget(BudgetLimits limits = {}) : limits_(std::move(limits)) {}

  // False: it is used up, or a signal came; from then on always. `weight`: how many of the smallest steps may
  // have taken as long, at most, for the question whether it is time to look at the clock.
  bool step(std::uint64_t steps = 1, std::uint64_t weight = 1) {
    constexpr std::uint64_t kOften = 4096;
    steps_ += steps;
    unseen_ += weight;
    return unseen_ < kOften ? end_ == End::None : look();
  }
  // Takes memory, as long as it is not given back.
  bool take(std::size_t bytes) {
    bytes_ += bytes;
    if (bytes_ > limits_.bytes && end_ == End::None) end_ = End::Bytes;
    return end_ == End::None;
  }
  void give_back(std::size_t bytes) { bytes_ -= bytes; }
  std::size_t taken() const { return bytes_; }

  // Around each evaluation: the time in between counts. They may stand within each other.
  void begin();
  void end();

  // For what is evaluated apart, such as the next line of a console. Memory that is taken stays so.
  void renew();

  bool is_used_up() const { return end_ != End::None; }
  // Where it was used up; the first place counts.
  void blame(const base::Range& place) {
    if (place_.source == nullptr) place_ = place;
  }
  // REQUIRES: is_used_up().
  base::Diag diag() const;

 private:
  enum class End : std::uint8_t { None, Steps, Bytes, Time, Interrupted };
  bool look();
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
