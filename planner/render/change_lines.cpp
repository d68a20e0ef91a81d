#include "planner/render/change_lines.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/text.h"
#include "planner/render/columns.h"
#include "planner/render/groups.h"

namespace waveform::render {

using planner::Action;
using planner::Change;
using planner::Drift;

namespace {

constexpr int kNarrowestReason = 16;  // minimum columns of a reason
constexpr int kWorthReason = 12;      // columns that a compact line's reason must have

Ink ink_of(const Change& change) {
  Group group = group_of(change);
  if (group == Group::Replace && change.skip_trash) return Ink::Alarm;
  constexpr Ink kInks[kGroups] = {Ink::Alarm,     Ink::Lost,  Ink::Lost,  Ink::Removed, Ink::Changed,
                                  Ink::Recovered, Ink::Added, Ink::Plain, Ink::Plain,   Ink::Faint};
  return kInks[static_cast<int>(group)];
}

// Highlights the address of a delete or disable.
Ink address_ink(const Change& change) {
  return change.destroys() || group_of(change) == Group::Disable ? ink_of(change) : Ink::Strong;
}

// The reason, and which integration or which attributes.
std::string reason_text(const Change& change) {
  std::vector<std::string> names;
  for (const auto& attribute : change.attributes) names.push_back(attribute.name);
  const bool is_whole = change.destroys() || change.has(Action::Create);
  const std::string more = fmt::format("{}", fmt::join(is_whole ? identity(change) : names, ", "));
  return base::printable(change.reason) + (change.reason.empty() || more.empty() ? "" : ": ") + more;
}

}  // namespace

std::string paragraph(const std::string& text, const std::string& bullet, const TextStyle& style) {
  int indent = kIndent + base::display_width(bullet);
  int width = std::max(style.width - indent, kNarrowestReason);
  std::string wrapped = base::wrap(base::trim(base::printable(text)), width);
  std::string out;
  for (auto line : base::split(wrapped, '\n')) {
    for (const auto& part : break_lines(cells(line), width))
      out += (out.empty() ? spaces(kIndent) + style.paint(Ink::Changed, bullet) : spaces(indent)) +
             painted(part, Ink::Plain, style) + "\n";
  }
  return out;
}

static std::string head(const Change& change, std::string actions, const TextStyle& style) {
  std::string sign = sign_of(group_of(change));
  std::string address = base::printable(change.address.text());
  bool one_line = 5 + base::display_width(sign + actions + address) <= style.width;
  int start = 3 + base::display_width(sign);
  actions = base::wrap(actions, std::max(style.width - start, kNarrowestReason), 0);
  std::string out = "  " + style.paint(ink_of(change), sign) + " ";
  for (auto line : base::split(actions, '\n'))
    out += (out.ends_with('\n') ? spaces(start) : "") + style.paint(ink_of(change), line) +
           (one_line ? "" : "\n");
  return out + (one_line ? "  " : "    ") + style.paint(address_ink(change), address) + "\n";
}

std::string change_head(const Change& change, const TextStyle& style) {
  return head(change, actions_text(change), style);
}

std::string short_change_head(const Change& change, const TextStyle& style) {
  return head(change, short_actions_text(change), style);
}

std::string drift_head(const Drift& drift, const TextStyle& style) {
  constexpr const char* kWhat[] = {"changed", "moved to the recycle bin", "deleted permanently", "undeleted"};
  std::string what = kWhat[static_cast<int>(drift.kind)];
  if (!drift.who.empty()) what += " by " + base::printable(drift.who);
  if (drift.when_epoch_millis != 0) what += ", " + base::utc_text(drift.when_epoch_millis);
  std::string address = base::printable(drift.address.text());
  std::string head =
      fmt::format("  {} {}", style.paint(Ink::Changed, "!"), style.paint(Ink::Strong, address));
  if (6 + base::display_width(address + what) <= style.width) return head + "  " + what + "\n";
  return head + "\n" + paragraph(what, "", style);
}

std::string change_facts(const Change& change, const TextStyle& style) {
  // The id of an external id is secret, and it has no fingerprint.
  bool show_id = !change.id.empty() && !change.fingerprint.empty();
  std::string what = base::printable(change.title) + (show_id ? ", id " + base::printable(change.id) : "");
  std::string out;
  for (const auto& line : break_lines(cells(what), std::max(style.width - kIndent, kNarrowestReason)))
    out += spaces(kIndent) + style.paint(Ink::Faint, painted(line, Ink::Plain, style)) + "\n";
  return change.reason.empty() ? out : out + paragraph(change.reason, "", style);
}

CompactColumns::CompactColumns(const planner::Plan& plan) {
  for (const auto& change : plan.changes) {
    sign_width_ = std::max(sign_width_, base::display_width(sign_of(group_of(change))));
    actions_width_ = std::max(actions_width_, base::display_width(short_actions_text(change)));
  }
}

std::string CompactColumns::line(const Change& change, const TextStyle& style) const {
  std::string sign = sign_of(group_of(change)), actions = short_actions_text(change);
  std::string address = base::printable(change.address.text());
  int taken = 2 + sign_width_ + 1 + actions_width_ + 2 + base::display_width(address);
  std::string why = reason_text(change);
  why = style.width - taken - 2 < kWorthReason ? "" : cut(why, style.width - taken - 2);
  return "  " + style.paint(ink_of(change), sign) + spaces(sign_width_ - base::display_width(sign) + 1) +
         style.paint(ink_of(change), actions) + spaces(actions_width_ - base::display_width(actions) + 2) +
         style.paint(address_ink(change), address) +
         (why.empty() ? "" : "  " + style.paint(Ink::Faint, why)) + "\n";
}

}  // namespace waveform::render
