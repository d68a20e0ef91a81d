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

std::vector<ActionCount> action_counts(const Plan& plan) {
  struct Kind {
    Action action;
    bool is_usual = false;
    bool skip_trash = false;
    const char* suffix = "";
  };
  constexpr Kind kKinds[] = {
      {Action::Import},       {Action::Create, true},
      {Action::Update, true}, {Action::Undelete, true},
      {Action::Replace},      {Action::Replace, false, true, " (delete FOR GOOD, then create)"},
      {Action::Delete, true}, {Action::Delete, false, true, " FOR GOOD"},
      {Action::Enable},       {Action::Disable},
      {Action::Forget},       {Action::Move}};
  std::vector<ActionCount> counts;
  for (const auto& kind : kKinds) {
    const bool destroys = kind.action == Action::Replace || kind.action == Action::Delete;
    const auto n = std::count_if(plan.changes.begin(), plan.changes.end(), [&](const Change& change) {
      return change.has(kind.action) && (!destroys || change.skip_trash == kind.skip_trash);
    });
    counts.push_back(
        {n, fmt::format("{}{}", action_name(kind.action), kind.suffix), kind.is_usual, destroys});
  }
  return counts;
}

std::string summary(const Plan& plan) {
  std::string out;
  for (const auto& [n, action, is_usual, destroys] : action_counts(plan)) {
    if (n > 0 || is_usual) out += fmt::format("{}{} to {}", out.empty() ? "" : ", ", n, action);
  }
  return out;
}

}  // namespace waveform::planner
