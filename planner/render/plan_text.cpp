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

constexpr std::size_t kManyChanges = 20;    // more scroll away: deletes are repeated at the end ...
constexpr std::size_t kNamedOnceMore = 30;  // ... up to this many

constexpr const char* kHeadings[kGroups] = {"Will be DELETED FOR GOOD:",
                                            "Will be DELETED:",
                                            "Will be REPLACED (deleted, then created):",
                                            "Will be changed:",
                                            "Will be undeleted:",
                                            "Will be created:",
                                            "Will be imported into the state:",
                                            "Will be moved in the state:",
                                            "Will be removed from the state only:"};

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

std::string changes_section(const Plan& plan, const TextStyle& style, Detail detail) {
  std::string out;
  auto groups = grouped(plan);
  CompactColumns columns(plan);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups.at(i).empty()) continue;
    bool takes_away = static_cast<Group>(i) <= Group::Replace;
    if (detail == Detail::Full) out += heading(kHeadings[i], takes_away ? Ink::Lost : Ink::Strong, style);
    for (const auto* change : groups.at(i))
      out += detail == Detail::Full ? change_block(*change, style)
                                    : columns.line(*change, style) + warnings_text(*change, style);
  }
  return detail == Detail::Compact && !out.empty() ? out + "\n" : out;
}

// The deletes of a long plan, at the end where they are visible.
std::string losses_section(const Plan& plan, const TextStyle& style) {
  std::vector<const Change*> lost;
  for (const auto& group : grouped(plan)) {
    for (const auto* change : group) {
      if (change->destroys()) lost.push_back(change);
    }
  }
  if (plan.changes.size() <= kManyChanges || lost.empty()) return "";
  auto n = static_cast<std::int64_t>(lost.size());
  std::string out = heading(fmt::format("Of these {} changes, {} a resource:", plan.changes.size(),
                                        base::count(n, "deletes", "delete")),
                            Ink::Lost, style);
  auto more = lost.size() > kNamedOnceMore ? lost.size() - kNamedOnceMore : 0;
  lost.resize(lost.size() - more);
  for (const auto* change : lost) out += change_head(*change, style);
  if (more > 0) out += fmt::format("      and {} more\n", more);
  return out + "\n";
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

// Sentences, on one line each when they do not fit together.
std::string verdict_lines(const Plan& plan, const TextStyle& style) {
  bool empty = plan.is_empty();
  std::string start = empty ? "No changes." : "Plan:";
  std::vector<std::string> sentences{empty ? start : start + " " + verdict(plan) + "."};
  if (auto remark = verdict_remark(plan); !remark.empty()) sentences.push_back(remark);
  if (plan.unchanged > 0) sentences.push_back(base::count(plan.unchanged, "resource") + " unchanged.");
  if (auto warnings = warnings_remark(plan); !warnings.empty()) sentences.push_back(warnings);
  int width = -1;
  for (const auto& sentence : sentences) width += base::display_width(sentence) + 1;
  std::string out;
  for (const auto& sentence : sentences)
    out += (out.empty() ? "" : width <= style.width ? " " : "\n") + base::wrap(sentence, style.width, 2);
  out = style.paint(Ink::Strong, start) + out.substr(start.size()) + "\n";
  if (plan.refusal.empty()) return out;
  return out + style.paint(Ink::Lost, base::wrap("REFUSED: " + plan.refusal + ".", style.width, 2)) + "\n";
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

std::string plan_text(const Plan& plan, const TextStyle& style, Detail detail) {
  return drift_section(plan, style, detail) + changes_section(plan, style, detail) +
         outputs_section(plan, style, detail) + unverified_section(plan, style) +
         coverage_section(plan, style) + losses_section(plan, style) + verdict_lines(plan, style);
}

}  // namespace waveform::render
