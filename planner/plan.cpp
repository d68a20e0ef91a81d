#include "planner/plan.h"

#include <algorithm>

#include <fmt/format.h>

namespace waveform::planner {

std::string_view action_name(Action action) {
  constexpr std::string_view kNames[kActions] = {"create", "update",  "delete", "undelete",
                                                 "enable", "disable", "forget"};
  return kNames[static_cast<int>(action)];
}

bool Change::has(Action action) const {
  return std::find(actions.begin(), actions.end(), action) != actions.end();
}

std::int64_t Plan::count(Action action) const {
  return std::count_if(changes.begin(), changes.end(), [&](const Change& c) { return c.has(action); });
}

std::string summary(const Plan& plan) {
  constexpr Action kAlways[] = {Action::Create, Action::Update, Action::Undelete, Action::Delete};
  constexpr Action kOrder[] = {Action::Create, Action::Update,  Action::Undelete, Action::Delete,
                               Action::Enable, Action::Disable, Action::Forget};
  std::string out;
  for (Action action : kOrder) {
    auto n = plan.count(action);
    bool always = std::find(std::begin(kAlways), std::end(kAlways), action) != std::end(kAlways);
    if (n > 0 || always) out += fmt::format("{}{} to {}", out.empty() ? "" : ", ", n, action_name(action));
  }
  return out;
}

}  // namespace waveform::planner
