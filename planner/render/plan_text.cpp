#include "planner/render/plan_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/diag.h"
#include "base/text.h"
#include "planner/render/attribute_text.h"
#include "planner/render/change_lines.h"
#include "planner/render/groups.h"

namespace waveform::render {

using planner::AttributeChange;
using planner::Change;
using planner::Plan;

namespace {

constexpr int kBelow = 8;        // rows of the last screen that other lines take
constexpr int kFewestNamed = 5;  // deletes named once more, however low the screen
constexpr int kMostNamed = 30;
constexpr std::string_view kForGood = " to delete FOR GOOD";
constexpr std::string_view kUnbroken = "\u00a0to\u00a0delete\u00a0FOR\u00a0GOOD";  // no line ends within
constexpr int kPromptRows = 3;                                                     // below a plan

constexpr const char* kHeadings[kGroups] = {"Will be DELETED FOR GOOD:",
                                            "Will be DELETED:",
                                            "Will be REPLACED (deleted, then created):",
                                            "Will be DISABLED (no data is collected):",
                                            "Will be changed:",
                                            "Will be undeleted:",
                                            "Will be created:",
                                            "Will be imported into the state:",
                                            "Will be moved in the state:",
                                            "Will be removed from the state only:"};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::string heading(const std::string& text, Ink ink, const TextStyle& style) {
  return style.paint(ink, base::wrap(text, style.width)) + "\n\n";
}

std::string drift_section(const Plan& plan, const TextStyle& style, Detail detail) {
  if (plan.drift.empty()) return "";
  std::string out = heading("Changed outside of waveform since the last apply:", Ink::Strong, style);
  for (const auto& drift : plan.drift) {
    out += drift_head(drift, style);
    if (detail == Detail::Full) out += attributes_text(drift.attributes, Phase::Stays, style);
    if (detail == Detail::Full && !drift.attributes.empty()) out += "\n";
  }
  return out.ends_with("\n\n") ? out : out + "\n";
}

std::string warnings_text(const Change& change, const TextStyle& style) {
  std::string out;
  for (const auto& warning : change.warnings) out += paragraph(warning, "! ", style);
  return out;
}

std::string change_block(const Change& change, const TextStyle& style) {
  std::string out = change_head(change, style) + change_facts(change, style);
  out += attributes_text(change.attributes, phase_of(change), style);
  out += warnings_text(change, style);
  for (const auto& note : change.notes) out += paragraph(note, "! ", style);
  return out + "\n";
}

// The changes, and drift behind those that destroy; one line each has no headings, so that drift is last.
std::string changes_section(const Plan& plan, const TextStyle& style, Detail detail) {
  std::string out;
  auto groups = grouped(plan);
  CompactColumns columns(plan);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (static_cast<Group>(i) == Group::Disable && detail == Detail::Full)
      out += drift_section(plan, style, detail);
    if (groups.at(i).empty()) continue;
    bool takes_away = static_cast<Group>(i) <= Group::Disable;
    if (detail == Detail::Full) out += heading(kHeadings[i], takes_away ? Ink::Lost : Ink::Strong, style);
    for (const auto* change : groups.at(i))
      out += detail == Detail::Full ? change_block(*change, style)
                                    : columns.line(*change, style) + warnings_text(*change, style);
  }
  if (detail == Detail::Full) return out;
  return (out.empty() ? "" : out + "\n") + drift_section(plan, style, detail);
}

std::string outputs_section(const Plan& plan, const TextStyle& style, Detail detail) {
  if (plan.outputs.empty()) return "";
  std::string out = heading("Outputs:", Ink::Strong, style);
  if (detail == Detail::Compact) {
    std::vector<std::string> names;
    for (const auto& output : plan.outputs) names.push_back(base::printable(output.name));
    return "Outputs: " + base::wrap(base::enumerate(names), style.width - 9, 2) + "\n\n";
  }
  std::vector<AttributeChange> values;
  for (const auto& output : plan.outputs)
    values.push_back({.name = base::printable(output.name), .before = output.before, .after = output.after});
  return out + attributes_text(values, Phase::Stays, style) + "\n";
}

std::string unverified_section(const Plan& plan, const TextStyle& style) {
  if (plan.unverified_secrets.empty()) return "";
  std::vector<std::string> names;
  for (const auto& address : plan.unverified_secrets) names.push_back(base::printable(address.text()));
  return base::wrap(fmt::format("(secret not verified) {}: the service does not return secrets, so those of "
                                "the manifest are trusted and not sent; -send-secrets sends them.",
                                base::enumerate(names)),
                    style.width) +
         "\n\n";
}

std::string coverage_section(const Plan& plan, const TextStyle& style) {
  std::string out = coverage_text(plan);
  if (out.empty()) return "";
  out = style.paint(Ink::Changed, base::wrap(out, style.width)) + "\n";
  for (const auto& target : plan.options.targets) out += "  -target=" + base::printable(target.text()) + "\n";
  return out + "\n";
}

}  // namespace

std::string warnings_text(const Plan& plan, const TextStyle& style) {
  if (plan.warnings.empty()) return "";
  std::string out = heading("Warnings:", Ink::Strong, style);
  for (const auto& warning : plan.warnings) {
    out += paragraph(
        base::headline(warning.summary, warning.check) + (warning.place.empty() ? "" : ", " + warning.place),
        "! ", style);
    for (const auto& more : {warning.detail, warning.hint})
      for (const auto line : base::split(more, '\n'))
        if (!line.empty()) out += paragraph(std::string(line), "  ", style);
    out += warning.code.empty() ? "" : "\n" + code_lines(warning.code) + "\n";
  }
  return out + "\n";
}

std::string losses_text(const Plan& plan, const TextStyle& style, std::size_t most) {
  const auto groups = grouped(plan);
  std::vector<const Change*> lost;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(Group::Disable); ++i)
    lost.insert(lost.end(), groups.at(i).begin(), groups.at(i).end());
  if (lost.empty()) return "";
  const auto all = static_cast<std::int64_t>(lost.size());
  const auto disabled = static_cast<std::int64_t>(groups.at(static_cast<std::size_t>(Group::Disable)).size());
  std::vector<std::string> what;
  if (all > disabled) what.push_back(base::count(all - disabled, "deletes", "delete") + " a resource");
  if (disabled > 0)
    what.push_back(base::count(disabled, "disables", "disable") + (what.empty() ? " a resource" : " one") +
                   " (no data is collected)");
  std::string out =
      heading(fmt::format("Of {}, {}:", base::count(static_cast<std::int64_t>(plan.changes.size()), "change"),
                          base::enumerate(what)),
              Ink::Lost, style);
  const auto named = std::min(lost.size(), most);
  for (std::size_t i = 0; i < named; ++i) out += short_change_head(*lost[i], style);
  if (named < lost.size()) out += fmt::format("      and {} more\n", lost.size() - named);
  return out + "\n";
}

std::string verdict_text(const Plan& plan, const TextStyle& style) {
  bool empty = plan.is_empty();
  std::string start = empty ? "No changes." : "Plan:";
  std::vector<std::string> sentences{empty ? start : start + " " + verdict(plan) + "."};
  if (auto remark = verdict_remark(plan); !remark.empty()) sentences.push_back(remark);
  if (plan.unchanged > 0) sentences.push_back(base::count(plan.unchanged, "resource") + " unchanged.");
  if (auto warnings = warnings_remark(plan); !warnings.empty()) sentences.push_back(warnings);
  replace_all(sentences.front(), kForGood, kUnbroken);
  int width = -1;
  for (const auto& sentence : sentences) width += base::display_width(sentence) + 1;
  std::string out;
  for (const auto& sentence : sentences)
    out += (out.empty() ? "" : width <= style.width ? " " : "\n") + base::wrap(sentence, style.width, 2);
  out = style.paint(Ink::Strong, start) + out.substr(start.size()) + "\n";
  replace_all(out, kUnbroken, " " + style.paint(Ink::Alarm, kForGood.substr(1)));
  if (plan.refusal.empty()) return out;
  return out + style.paint(Ink::Lost, base::wrap("REFUSED: " + plan.refusal + ".", style.width, 2)) + "\n";
}

std::string plan_text(const Plan& plan, const TextStyle& style, Detail detail) {
  const std::string text = changes_section(plan, style, detail) + outputs_section(plan, style, detail) +
                           unverified_section(plan, style) + coverage_section(plan, style);
  const std::string verdict = verdict_text(plan, style);
  // The deletes stand first.
  const bool scrolls = std::count(text.begin(), text.end(), '\n') +
                           std::count(verdict.begin(), verdict.end(), '\n') + kPromptRows >=
                       style.height;
  const auto most =
      style.width == kNoEdge
          ? plan.changes.size()
          : static_cast<std::size_t>(std::clamp(style.height - kBelow, kFewestNamed, kMostNamed));
  return text + (scrolls ? losses_text(plan, style, most) : "") + verdict;
}

}  // namespace waveform::render
