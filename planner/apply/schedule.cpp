#include "planner/apply/schedule.h"

#include <algorithm>
#include <unordered_map>

namespace waveform::planner {

Schedule::Schedule(const Plan& plan)
    : states_(plan.changes.size(), State::Waiting),
      needs_(plan.changes.size()),
      needed_by_(plan.changes.size()),
      open_needs_(plan.changes.size()) {
  std::unordered_map<base::Address, std::size_t> places;
  for (std::size_t i = 0; i < plan.changes.size(); ++i) places.emplace(plan.changes[i].address, i);
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    for (const auto& address : plan.changes[i].after) {
      auto need = places.find(address);
      if (need == places.end()) continue;
      needs_[i].push_back(need->second);
      needed_by_[need->second].push_back(i);
    }
    open_needs_[i] = needs_[i].size();
    if (needs_[i].empty()) ready_.insert(i);
  }
}

std::optional<std::size_t> Schedule::take() {
  if (ready_.empty()) return std::nullopt;
  const std::size_t change = *ready_.begin();
  ready_.erase(ready_.begin());
  states_[change] = State::Taken;
  ++under_way_;
  return change;
}

void Schedule::done(std::size_t change) {
  states_[change] = State::Done;
  --under_way_;
  for (const std::size_t other : needed_by_[change]) {
    if (--open_needs_[other] == 0) ready_.insert(other);
  }
}

void Schedule::failed(std::size_t) {
  --under_way_;
}

std::optional<std::size_t> Schedule::missing(std::size_t change) const {
  const auto& needs = needs_[change];
  auto found = std::find_if(needs.begin(), needs.end(), [this](std::size_t need) { return !is_done(need); });
  if (found == needs.end()) return std::nullopt;
  return *found;
}

}  // namespace waveform::planner
