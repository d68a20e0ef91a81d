#include "planner/render/groups.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/value_text.h"

namespace waveform::render {

using planner::Action;
using planner::Change;
using planner::Mode;
using planner::Plan;

Group group_of(const Change& change) {
  if (change.has(Action::Delete)) return change.skip_trash ? Group::DeleteForGood : Group::Delete;
  if (change.has(Action::Replace)) return Group::Replace;
  if (change.has(Action::Undelete)) return Group::Undelete;
  if (change.has(Action::Create)) return Group::Create;
  if (change.has(Action::Disable)) return Group::Disable;
  if (change.has(Action::Update) || change.has(Action::Enable)) return Group::Update;
  if (change.has(Action::Import)) return Group::Import;
  return change.has(Action::Forget) ? Group::Forget : Group::Move;
}

std::array<std::vector<const Change*>, kGroups> grouped(const Plan& plan) {
  std::array<std::vector<const Change*>, kGroups> groups;
  for (const auto& change : plan.changes)
    groups.at(static_cast<std::size_t>(group_of(change))).push_back(&change);
  return groups;
}

const char* sign_of(Group group) {
  constexpr const char* kSigns[kGroups] = {"-", "-", "-/+", "~", "~", "^", "+", "=", ">", "."};
  return kSigns[static_cast<int>(group)];
}

static std::string actions_of(const Change& change, bool is_short) {
  std::string out;
  for (Action action : change.actions) {
    out += out.empty() ? "" : ", ";
    out += planner::action_name(action);
    if (action == Action::Delete)
      out += change.skip_trash ? " FOR GOOD" : is_short ? "" : " (to the recycle bin)";
    if (action == Action::Replace)
      out += change.skip_trash ? " (delete FOR GOOD, then create)" : is_short ? "" : " (delete, then create)";
  }
  return out;
}

std::string actions_text(const Change& change) {
  return actions_of(change, false);
}

std::string short_actions_text(const Change& change) {
  return actions_of(change, true);
}

std::vector<std::string> identity(const Change& change) {
  std::vector<std::string> values;
  for (const auto& attribute : change.attributes) {
    const auto& value = change.has(Action::Delete) ? attribute.before : attribute.after;
    if (attribute.identifies && !value.is_null()) values.push_back(base::value_text(value));
  }
  return values;
}

std::string verdict(const Plan& plan) {
  if (plan.is_empty()) return "No changes";
  if (plan.options.mode == Mode::RefreshOnly) {
    if (plan.drift.empty())
      return base::count(static_cast<std::int64_t>(plan.outputs.size()), "output") + " to write to the state";
    return base::count(static_cast<std::int64_t>(plan.drift.size()), "change") +
           " outside of waveform to write to the state";
  }
  return planner::summary(plan);
}

std::string verdict_remark(const Plan& plan) {
  if (plan.options.mode == Mode::RefreshOnly)
    return plan.is_empty() ? "The state matches the service." : "The service is not changed.";
  if (!plan.undecided.empty()) {
    return base::count(static_cast<std::int64_t>(plan.undecided.size()), "resource is", "resources are") +
           " in doubt and skipped with dependent resources: resolve that first.";
  }
  if (plan.is_empty()) {
    if (plan.options.mode == Mode::Destroy) return "Nothing to destroy.";
    if (plan.options.mode == Mode::ImportOnly) return "Nothing to import.";
    return plan.options.targets.empty() ? "The service matches the manifest."
                                        : "The targets match the manifest.";
  }
  if (!plan.changes.empty()) return "";
  return base::count(static_cast<std::int64_t>(plan.outputs.size()), "output changes", "outputs change") +
         ".";
}

std::string code_lines(const std::string& code) {
  std::string out;
  for (const auto line : base::split(base::trim(code), '\n')) out += base::printable(line) + "\n";
  return code.empty() ? "" : out;
}

std::string warnings_remark(const Plan& plan) {
  if (plan.warnings.empty()) return "";
  std::vector<std::string> checks;
  for (const auto& warning : plan.warnings) {
    if (!warning.check.empty() && (checks.empty() || checks.back() != warning.check))
      checks.push_back(warning.check);
  }
  const bool has_others = !checks.empty() && plan.warnings.front().check.empty();  // they are sorted
  if (has_others) checks.emplace_back("others");
  return base::count(plan.count_warnings(), "warning") +
         (checks.empty() ? "." : ": " + base::enumerate(checks) + ".");
}

std::string coverage_text(const Plan& plan) {
  bool imports = plan.options.mode == Mode::ImportOnly;
  if (plan.options.targets.empty() && !imports) return "";
  auto left = static_cast<std::int64_t>(plan.left_alone.size());
  return fmt::format("This plan covers only {}; {} skipped.",
                     imports ? "the imports" : "the targets and their dependencies",
                     base::count(left, "other resource is", "other resources are"));
}

}  // namespace waveform::render
