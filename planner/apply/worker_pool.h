// The workers of an apply.
#pragma once

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "planner/apply/apply_lock.h"
#include "planner/apply/schedule.h"

namespace waveform::planner {

// Begins the changes of a schedule as soon as they are ready, `width` at once. One that waits for long (for
// what became of a lost answer) does not count meanwhile: another one is begun in its place.
class Crew {
 public:
  // `work` carries out one change, true: it is done; called with the turn. `stop`: begin no more.
  Crew(Turn& turn, Schedule& schedule, int width, std::function<bool(std::size_t)> work,
       std::function<bool()> stop)
      : turn_(turn),
        schedule_(schedule),
        width_(static_cast<std::size_t>(width)),
        work_(std::move(work)),
        stop_(std::move(stop)) {}

  // Until all that can be done is. The caller's thread works, too, alone where no other can be had.
  void run();

  // While this lives, in a change that is under way, the change waits for long. With the turn.
  class Aside {
   public:
    explicit Aside(Crew& crew);
    ~Aside();
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

   private:
    Crew& crew_;
  };

 private:
  void work();
  bool has_place() const { return schedule_.under_way() - aside_ < width_; }
  void add_workers();

  Turn& turn_;
  Schedule& schedule_;
  const std::size_t width_;
  const std::function<bool(std::size_t)> work_;
  const std::function<bool()> stop_;
  // With the turn.
  std::vector<std::thread> threads_;
  std::size_t aside_ = 0;
};

}  // namespace waveform::planner
