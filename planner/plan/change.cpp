#include "planner/plan/change.h"

#include <algorithm>
#include <functional>

namespace waveform::planner {

namespace {

constexpr std::string_view kActionNames[kActions] = {"create", "update",  "replace", "delete", "undelete",
                                                     "enable", "disable", "import",  "forget", "move"};

// Move comes before all others; Create and Replace only before Disable; the others are in this order.
bool can_follow(Action before, Action action) {
  constexpr Action kOfExisting[] = {Action::Undelete, Action::Import, Action::Update, Action::Enable};
  if (before == Action::Move) return action != Action::Move;
  if (before == Action::Create || before == Action::Replace) return action == Action::Disable;
  if (action == Action::Disable) action = Action::Enable;
  const auto* place = std::find(std::begin(kOfExisting), std::end(kOfExisting), before);
  return place != std::end(kOfExisting) &&
         std::find(place + 1, std::end(kOfExisting), action) != std::end(kOfExisting);
}

}  // namespace

std::string_view action_name(Action action) {
  return kActionNames[static_cast<int>(action)];
}

bool Change::has(Action action) const {
  return std::find(actions.begin(), actions.end(), action) != actions.end();
}

bool Change::writes() const {
  return std::any_of(actions.begin(), actions.end(), [](Action action) {
    return action != Action::Import && action != Action::Forget && action != Action::Move;
  });
}

bool Change::is_possible() const {
  const auto wrong = std::adjacent_find(actions.begin(), actions.end(), std::not_fn(can_follow));
  return !actions.empty() && wrong == actions.end() && (destroys() || !skip_trash);
}

}  // namespace waveform::planner
