#include "planner/plan/plan.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "planner/live/secrets.h"

namespace waveform::planner {

bool Plan::is_empty() const {
  return changes.empty() && outputs.empty() && (options.mode != Mode::RefreshOnly || drift.empty());
}

std::int64_t Plan::count(Action action) const {
  return std::count_if(changes.begin(), changes.end(), [&](const Change& c) { return c.has(action); });
}

std::int64_t Plan::count_warnings() const {
  return std::accumulate(warnings.begin(), warnings.end(), std::int64_t{0},
                         [](std::int64_t n, const Warning& warning) { return n + warning.count; });
}

std::vector<Warning> warnings_of(const base::Diags& diags, const std::set<std::string>& external_ids) {
  const auto shown = [&](const std::string& text) {
    const bool is_open = mask_external_ids(external_ids, base::Value(text)).marks() == 0;
    return is_open ? text : "(not shown: contains an external id)";
  };
  std::vector<Warning> warnings;
  for (const auto& diag : diags.list()) {
    if (diag.severity != base::Severity::Warning) continue;
    warnings.push_back({diag.check, diag.count, diag.range.source == nullptr ? "" : base::where(diag.range),
                        shown(diag.summary), shown(diag.detail), shown(diag.hint), shown(diag.code)});
  }
  std::stable_sort(warnings.begin(), warnings.end(),
                   [](const Warning& a, const Warning& b) { return a.check < b.check; });
  return warnings;
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
