#include "planner/render/plan_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/value_text.h"
#include "planner/render/attribute_text.h"

namespace waveform::render {

using planner::Action;
using planner::Change;
using planner::Drift;
using planner::Plan;

namespace {

struct Look {
  const char* sign;
  Ink ink;
};

// By the first action of a change, which says most about it.
Look look(const Change& change) {
  if (change.has(Action::Delete)) return {"-", change.skip_trash ? Ink::Alarm : Ink::Removed};
  switch (change.actions.front()) {
    case Action::Create:
      return {"+", Ink::Added};
    case Action::Undelete:
      return {"^", Ink::Recovered};
    case Action::Forget:
      return {".", Ink::Faint};
    default:
      return {"~", Ink::Changed};
  }
}

int name_width(const std::vector<planner::AttributeChange>& attributes) {
  int width = 0;
  for (const auto& attribute : attributes) width = std::max(width, base::display_width(attribute.name));
  return width;
}

std::string attributes_text(const std::vector<planner::AttributeChange>& attributes, AttributeLayout layout,
                            const TextStyle& style) {
  layout.name_width = name_width(attributes);
  std::string out;
  for (const auto& attribute : attributes) out += attribute_text(attribute, layout, style);
  return out;
}

std::string paragraph(const std::string& text, const TextStyle& style) {
  return "      " + base::wrap("      " + text, style.width, 6).substr(6) + "\n";
}

// What it is, beyond its address. An external id is its own id, and not shown.
std::string identity_text(const Change& change) {
  bool show_id = !change.id.empty() && !change.fingerprint.empty();
  return change.title + (show_id ? ", id " + base::printable(change.id) : "");
}

std::string change_text(const Change& change, const TextStyle& style) {
  auto [sign, ink] = look(change);
  std::string out = fmt::format(
      "  {} {}  {}\n", style.paint(ink, sign), style.paint(ink, actions_text(change)),
      style.paint(change.has(Action::Delete) ? ink : Ink::Strong, base::printable(change.address.text())));
  out += "      " + style.paint(Ink::Faint, identity_text(change)) + "\n";
  if (!change.reason.empty()) out += paragraph(change.reason, style);
  AttributeLayout layout;
  layout.is_new = change.has(Action::Create);
  layout.is_gone = change.has(Action::Delete);
  out += attributes_text(change.attributes, layout, style);
  for (const auto& note : change.notes) out += paragraph(style.paint(Ink::Changed, "! ") + note, style);
  return out + "\n";
}

std::string drift_text(const Drift& drift, const TextStyle& style) {
  constexpr const char* kWhat[] = {"changed", "put into the recycle bin", "gone for good",
                                   "taken out of the recycle bin"};
  std::string out = fmt::format("  {} {}  {}", style.paint(Ink::Changed, "!"),
                                style.paint(Ink::Strong, base::printable(drift.address.text())),
                                kWhat[static_cast<int>(drift.kind)]);
  if (!drift.who.empty()) out += " by " + base::printable(drift.who);
  if (drift.when_epoch_millis != 0) out += ", " + base::utc_text(drift.when_epoch_millis);
  return out + "\n" + attributes_text(drift.attributes, {}, style);
}

std::string output_text(const planner::OutputChange& output, int width, const TextStyle& style) {
  Look look = output.before.is_null()  ? Look{"+", Ink::Added}
              : output.after.is_null() ? Look{"-", Ink::Removed}
                                       : Look{"~", Ink::Changed};
  std::string name =
      output.name + std::string(static_cast<std::size_t>(width - base::display_width(output.name)), ' ');
  std::string value = output.before.is_null() ? value_text(output.after)
                      : output.after.is_null()
                          ? value_text(output.before)
                          : value_text(output.before) + " -> " + value_text(output.after);
  return fmt::format("  {} {} = {}\n", style.paint(look.ink, look.sign), name, value);
}

std::string outputs_text(const Plan& plan, const TextStyle& style) {
  if (plan.outputs.empty()) return "";
  int width = 0;
  for (const auto& output : plan.outputs) width = std::max(width, base::display_width(output.name));
  std::string out = "Outputs:\n\n";
  for (const auto& output : plan.outputs) out += output_text(output, width, style);
  return out + "\n";
}

std::string verdict_text(const Plan& plan, const TextStyle& style) {
  std::string unchanged =
      plan.unchanged == 0 ? "" : fmt::format(" {} unchanged.", base::count(plan.unchanged, "resource"));
  if (plan.changes.empty() && plan.outputs.empty()) {
    const char* what = plan.options.mode == planner::Mode::Destroy ? "Nothing to destroy."
                                                                   : "The service is as the manifest says.";
    return style.paint(Ink::Strong, "No changes.") + " " + what + unchanged + "\n";
  }
  return style.paint(Ink::Strong, "Plan:") + " " + planner::summary(plan) + "." + unchanged + "\n";
}

}  // namespace

std::string actions_text(const Change& change) {
  std::string out;
  for (Action action : change.actions) {
    out += out.empty() ? "" : ", ";
    out += planner::action_name(action);
    if (action == Action::Delete) out += change.skip_trash ? " FOR GOOD" : " (to the recycle bin)";
  }
  return out;
}

std::string plan_text(const Plan& plan, const TextStyle& style, Detail) {
  std::string out;
  if (!plan.drift.empty()) {
    out += "Changed outside of waveform since the last apply:\n\n";
    for (const auto& drift : plan.drift) out += drift_text(drift, style);
    out += "\n";
  }
  if (!plan.changes.empty()) {
    out += "What will be done:\n\n";
    // What is lost stands first, whatever the order of execution.
    for (const auto& change : plan.changes) {
      if (change.has(Action::Delete)) out += change_text(change, style);
    }
    for (const auto& change : plan.changes) {
      if (!change.has(Action::Delete)) out += change_text(change, style);
    }
  }
  out += outputs_text(plan, style);
  if (!plan.unverified_secrets.empty()) {
    std::vector<std::string> names;
    for (const auto& address : plan.unverified_secrets) names.push_back(base::printable(address.text()));
    out += base::wrap(fmt::format("(secret not verified) {}: the service does not show its secrets, so the "
                                  "manifest's are taken as given and not sent; -send-secrets sends them.",
                                  base::enumerate(names)),
                      style.width) +
           "\n\n";
  }
  return out + verdict_text(plan, style);
}

}  // namespace waveform::render
