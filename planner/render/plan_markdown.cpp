#include "planner/render/plan_markdown.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/value_text.h"
#include "planner/render/attribute_rows.h"
#include "planner/render/columns.h"
#include "planner/render/groups.h"
#include "planner/render/markdown.h"
#include "planner/render/markdown_page.h"

namespace waveform::render {

using planner::Action;
using planner::Change;
using planner::Plan;

namespace {

constexpr int kReasonWidth = 300;    // columns of a reason or a note in a table
constexpr int kValueWidth = 100;     // of an output's value
constexpr std::size_t kNames = 6;    // attributes that a row names
constexpr std::size_t kTargets = 5;  // targets that are named
constexpr std::size_t kShortDigest = 12;

using Sign = AttributeRow::Sign;

struct GroupWords {
  const char* heading;  // behind the count
  const char* one;
  const char* many;
};
constexpr GroupWords kGroupWords[kGroups] = {
    {"🚨 {} will be deleted FOR GOOD", "delete", "deletes"},
    {"🔴 {} will be deleted (to the recycle bin)", "delete", "deletes"},
    {"🔴 {} will be replaced: deleted, then created", "replace", "replaces"},
    {"🟠 {} will be disabled: no data is collected", "disable", "disables"},
    {"{} will be changed", "update", "updates"},
    {"{} will be undeleted", "undelete", "undeletes"},
    {"{} will be created", "create", "creates"},
    {"{} will be imported into the state", "import", "imports"},
    {"{} will be moved in the state", "move", "moves"},
    {"{} will be removed from the state only", "forget", "forgets"},
};

constexpr int kRoom = 60;     // columns of a list on one line
constexpr int kWidest = 400;  // columns of a line
constexpr std::size_t kMostLines = 200;

std::string text_of(const Cells& line) {
  return painted(line, Ink::Plain, {});
}

// One row as one line, or as two: old and new.
std::vector<std::string> row_lines(const AttributeRow& row) {
  std::string start = row.inside ? "    " : "";
  if (!row.label.empty()) start += row.label + " = ";
  std::string remark =
      row.remark.empty() ? "" : (row.before.empty() && row.after.empty() ? "" : "  ") + row.remark;
  auto line = [&](char sign, const std::string& value, const std::string& end) {
    std::string text = cut(start + value, kWidest) + end;
    return fmt::format("{} {}", sign, text.substr(0, text.find_last_not_of(' ') + 1));
  };
  if (row.before.empty()) {
    bool stays = row.sign == Sign::Same || row.after.empty();
    return {line(stays ? ' ' : '+', row.after, remark)};
  }
  if (row.after.empty()) return {line('-', row.before, remark)};
  auto [before, after] = marked_texts(row.before, row.after);
  return {line('-', text_of(before), ""), line('+', text_of(after), remark)};
}

// Attributes of a change as lines of a diff: each starts with "-", "+" or a space. Of long values only the
// part around the difference, at most a page.
std::string attributes_diff(const std::vector<planner::AttributeChange>& changes, Phase phase) {
  std::vector<std::string> lines;
  for (const auto& change : changes) {
    for (const auto& row : attribute_rows(change, phase, kRoom)) {
      for (auto& line : row_lines(row)) lines.push_back(std::move(line));
    }
  }
  auto more = lines.size() > kMostLines ? lines.size() - kMostLines : 0;
  lines.resize(lines.size() - more);
  if (more > 0) lines.push_back(fmt::format("  ({} more lines not shown)", more));
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

std::string address_code(const base::Address& address) {
  return code(address.text());
}

// `a`, `b` and 3 more
std::string names_text(const std::vector<planner::AttributeChange>& attributes) {
  std::string out;
  for (std::size_t i = 0; i < attributes.size() && i < kNames; ++i)
    out += (i == 0 ? "" : ", ") + code(attributes[i].name);
  return attributes.size() > kNames ? fmt::format("{} and {} more", out, attributes.size() - kNames) : out;
}

void add_line(std::string& lines, const std::string& line) {
  if (line.empty()) return;
  lines += lines.empty() ? line : "<br>" + line;
}

// `AWS production`, `arn:aws:iam::123456789012:role/wavefront`
std::string identity_text(const Change& change) {
  std::string out;
  for (const auto& value : identity(change)) out += (out.empty() ? "" : ", ") + code(cut(value, kValueWidth));
  return out;
}

// Reason, which integration or which attributes, and notes for the approval.
std::string why_cell(const Change& change) {
  std::string out;
  if (!change.reason.empty()) add_line(out, prose(change.reason, kReasonWidth));
  const bool is_whole = change.destroys() || change.has(Action::Create);
  add_line(out, is_whole ? identity_text(change) : names_text(change.attributes));
  for (const auto& warning : change.warnings) add_line(out, prose(warning, kReasonWidth));
  for (const auto& note : change.notes) add_line(out, prose(note, kReasonWidth));
  return out;
}

std::string detail_of(const Change& change) {
  if (change.attributes.empty()) return "";
  // The id of an external id is secret, and it has no fingerprint.
  bool show_id = !change.id.empty() && !change.fingerprint.empty();
  return fmt::format("{} {}{}\n\n{}\n", address_code(change.address), prose(change.title, kReasonWidth),
                     show_id ? ", id " + code(change.id) : "",
                     fenced("diff", attributes_diff(change.attributes, phase_of(change))));
}

void add_change(MarkdownSection& section, const Change& change) {
  section.rows.push_back(
      table_row({address_code(change.address), short_actions_text(change), why_cell(change)}));
  if (auto detail = detail_of(change); !detail.empty()) section.details.push_back(std::move(detail));
}

MarkdownSection markdown_drift(const Plan& plan) {
  constexpr const char* kWhat[] = {"changed", "moved to the recycle bin", "deleted permanently", "undeleted"};
  MarkdownSection section{
      fmt::format("⚠️ {} changed outside of waveform since the last apply", plan.drift.size()),
      "change outside of waveform",
      "changes outside of waveform",
      {"Resource", "What", "Who", "When"}};
  for (const auto& drift : plan.drift) {
    std::string what = kWhat[static_cast<int>(drift.kind)];
    std::string who = drift.who.empty() ? "" : prose(drift.who, kValueWidth);
    std::string when = drift.when_epoch_millis == 0 ? "" : base::utc_text(drift.when_epoch_millis);
    if (!drift.attributes.empty()) what += ": " + names_text(drift.attributes);
    section.rows.push_back(table_row({address_code(drift.address), what, who, when}));
    if (!drift.attributes.empty())
      section.details.push_back(fmt::format("{}\n\n{}\n", address_code(drift.address),
                                            fenced("diff", attributes_diff(drift.attributes, Phase::Stays))));
  }
  return section;
}

MarkdownSection markdown_unverified(const Plan& plan) {
  MarkdownSection section{
      fmt::format("{} with secrets that are not verified", plan.unverified_secrets.size()),
      "resource with secrets that are not verified",
      "resources with secrets that are not verified",
      {"Resource", "What"}};
  for (const auto& address : plan.unverified_secrets)
    section.rows.push_back(
        table_row({address_code(address), "trusted and not sent; `-send-secrets` sends them"}));
  return section;
}

std::string value_cell(const base::Value& value) {
  return is_absent(value) ? "" : code(cut(value_text(value), kValueWidth));
}

MarkdownSection markdown_outputs(const Plan& plan) {
  auto n = static_cast<std::int64_t>(plan.outputs.size());
  MarkdownSection section{
      base::count(n, "output changes", "outputs change"), "output", "outputs", {"Output", "Before", "After"}};
  for (const auto& output : plan.outputs)
    section.rows.push_back(
        table_row({code(output.name), value_cell(output.before), value_cell(output.after)}));
  return section;
}

MarkdownSection markdown_warnings(const Plan& plan) {
  MarkdownSection section{"⚠️ " + base::count(plan.count_warnings(), "warning"),
                          "warning",
                          "warnings",
                          {"Warning", "Check", "Where"}};
  constexpr std::size_t kMostRows = 20;
  for (const auto& warning : plan.warnings) {
    if (section.rows.size() == kMostRows) {
      section.rows.push_back(
          table_row({fmt::format("{} more rows are not shown", plan.warnings.size() - kMostRows), "", ""}));
      break;
    }
    std::string what;
    for (const auto& part : {warning.summary, warning.detail, warning.hint})
      for (const auto line : base::split(part, '\n'))
        if (!line.empty()) add_line(what, prose(line, kReasonWidth));
    section.rows.push_back(table_row({what, warning.check.empty() ? "" : code(warning.check),
                                      warning.place.empty() ? "" : code(warning.place)}));
    if (!warning.code.empty())
      section.details.push_back(fmt::format("{}\n\n{}\n", prose(warning.summary, kReasonWidth),
                                            fenced("hcl", code_lines(warning.code))));
  }
  return section;
}

// Warnings, deletes, drift, and the rest by danger.
std::vector<MarkdownSection> sections_of(const Plan& plan) {
  std::vector<MarkdownSection> sections;
  if (!plan.warnings.empty()) sections.push_back(markdown_warnings(plan));
  auto groups = grouped(plan);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (static_cast<Group>(i) == Group::Disable && !plan.drift.empty())
      sections.push_back(markdown_drift(plan));
    if (groups.at(i).empty()) continue;
    const auto& words = kGroupWords[i];
    MarkdownSection section{fmt::format(fmt::runtime(words.heading), groups.at(i).size()),
                            words.one,
                            words.many,
                            {"Resource", "Action", "Why and what"}};
    for (const auto* change : groups.at(i)) add_change(section, *change);
    sections.push_back(std::move(section));
  }
  if (!plan.unverified_secrets.empty()) sections.push_back(markdown_unverified(plan));
  if (!plan.outputs.empty()) sections.push_back(markdown_outputs(plan));
  return sections;
}

// Counts of the actions, those that destroy first.
std::string counts_text(const Plan& plan) {
  auto counts = planner::action_counts(plan);
  const auto others =
      std::stable_partition(counts.begin(), counts.end(), [](const auto& count) { return count.destroys; });
  std::reverse(counts.begin(), others);  // FOR GOOD first
  std::stable_partition(others, counts.end(), [](const auto& count) { return count.action == "disable"; });
  std::string out;
  for (const auto& count : counts)
    if (count.n > 0) out += fmt::format("{}{} to {}", out.empty() ? "" : ", ", count.n, count.action);
  return out;
}

std::string head_text(const Plan& plan) {
  bool counted = !plan.is_empty() && plan.options.mode != planner::Mode::RefreshOnly && !plan.changes.empty();
  std::string remark = verdict_remark(plan);
  std::string words = plan.is_empty()                              ? "no changes"
                      : counted                                    ? counts_text(plan)
                      : plan.changes.empty() && plan.drift.empty() ? "no resource changes"
                                                                   : verdict(plan);
  std::string out = fmt::format("{}\n**waveform plan: {}.**", kMarkdownMarker, words);
  if (!plan.refusal.empty()) out += fmt::format(" 🛑 **REFUSED:** {}.", code(plan.refusal));
  if (!remark.empty()) out += " " + remark;
  if (plan.unchanged > 0) out += fmt::format(" {} unchanged.", base::count(plan.unchanged, "resource"));
  return out + "\n";
}

// The part of the manifest that the plan covers.
std::string coverage_note(const Plan& plan) {
  std::string out = coverage_text(plan);
  if (out.empty()) return "";
  std::vector<std::string> names;
  for (const auto& target : plan.options.targets) {
    if (names.size() < kTargets) names.push_back(address_code(target));
  }
  auto more = plan.options.targets.size() - names.size();
  if (more > 0) names.push_back(std::to_string(more) + " more");
  std::string targets = names.empty() ? "" : " Targets: " + base::enumerate(names) + ".";
  return "\n⚠️ " + out + targets + "\n";
}

std::string tail_text(const planner::Report& report, const std::string& digest) {
  const auto& origin = report.origin;
  std::vector<std::string> parts;
  if (!digest.empty()) parts.push_back("Plan " + code(digest.substr(0, digest.find(':') + 1 + kShortDigest)));
  if (!origin.commit.empty()) parts.push_back("commit " + code(origin.commit.substr(0, kShortDigest)));
  parts.push_back("waveform " + prose(origin.version, kValueWidth));
  parts.push_back(base::utc_text(origin.made_epoch_millis));
  std::string line;
  for (const auto& part : parts) line += (line.empty() ? "" : ", ") + part;
  return "\n---\n\n" + line + "\n";
}

}  // namespace

std::string plan_markdown(const planner::Report& report, const MarkdownOptions& options) {
  auto sections = sections_of(report.plan);
  std::string coverage = coverage_note(report.plan);
  MarkdownPage page{head_text(report.plan), std::move(sections), tail_text(report, options.digest)};
  if (page.head.size() + coverage.size() <= options.max_bytes) page.head += coverage;
  return fit(page, options.max_bytes);
}

}  // namespace waveform::render
