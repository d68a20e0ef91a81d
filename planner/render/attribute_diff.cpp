#include "planner/render/attribute_diff.h"

#include <fmt/format.h>

#include "planner/render/columns.h"

namespace waveform::render {

using Sign = AttributeRow::Sign;

namespace {

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

}  // namespace

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

}  // namespace waveform::render
