#include "planner/plan/plan.h"

#include <algorithm>

#include <fmt/format.h>

namespace waveform::planner {

namespace {

constexpr std::string_view kActionNames[kActions] = {"create", "update",  "replace", "delete", "undelete",
                                                     "enable", "disable", "import",  "forget", "move"};

}  // namespace

std::string_view action_name(Action action) {
  return kActionNames[static_cast<int>(action)];
}

std::optional<Action> find_action(std::string_view name) {
  const auto* found = std::find(std::begin(kActionNames), std::end(kActionNames), name);
  if (found == std::end(kActionNames)) return std::nullopt;
  return static_cast<Action>(found - std::begin(kActionNames));
}

bool Change::has(Action action) const {
  return std::find(actions.begin(), actions.end(), action) != actions.end();
}

bool Change::writes() const {
  return std::any_of(actions.begin(), actions.end(), [](Action action) {
    return action != Action::Import && action != Action::Forget && action != Action::Move;
  });
}

bool Plan::is_empty() const {
  return changes.empty() && outputs.empty() && (options.mode != Mode::RefreshOnly || drift.empty());
}

std::int64_t Plan::count(Action action) const {
  return std::count_if(changes.begin(), changes.end(), [&](const Change& c) { return c.has(action); });
}

std::string summary(const Plan& plan) {
  constexpr Action kAlways[] = {Action::Create, Action::Update, Action::Undelete, Action::Delete};
  constexpr Action kOrder[] = {Action::Import,  Action::Create, Action::Update, Action::Undelete,
                               Action::Replace, Action::Delete, Action::Enable, Action::Disable,
                               Action::Forget,  Action::Move};
  std::string out;
  for (Action action : kOrder) {
    auto n = plan.count(action);
    bool always = std::find(std::begin(kAlways), std::end(kAlways), action) != std::end(kAlways);
    if (n > 0 || always) out += fmt::format("{}{} to {}", out.empty() ? "" : ", ", n, action_name(action));
  }
  return out;
}

}  // namespace waveform::planner
