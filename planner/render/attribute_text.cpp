#include "planner/render/attribute_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/render/columns.h"

namespace waveform::render {

using planner::AttributeChange;
using Sign = AttributeRow::Sign;

namespace {

constexpr int kDeeper = 4;           // of lines below a name
constexpr int kNarrowestValue = 16;  // minimum columns of a value
constexpr int kWidestPair = 120;     // of an old and a new value on one line

struct Look {
  const char* sign;
  Ink ink;
};

Look look(Sign sign) {
  switch (sign) {
    case Sign::Added:
      return {"+", Ink::Added};
    case Sign::Removed:
      return {"-", Ink::Removed};
    case Sign::Changed:
      return {"~", Ink::Changed};
    case Sign::Same:
      break;
  }
  return {" ", Ink::Plain};
}

// One row, on several lines when it does not fit.
class RowWriter {
 public:
  RowWriter(int label_width, const TextStyle& style) : label_width_(label_width), style_(style) {}

  // On one line if there is room, else the values below.
  std::string text(const AttributeRow& row) const {
    int indent = row.inside ? kIndent + kDeeper : kIndent;
    std::string value = row.before.empty()  ? row.after
                        : row.after.empty() ? row.before
                                            : row.before + " -> " + row.after;
    int label = base::display_width(row.label);
    int padding = row.inside ? 0 : std::max(label_width_ - label, 0);
    int needed = indent + 2 + (row.label.empty() ? 0 : label + padding + 3) + base::display_width(value);
    bool two = !row.before.empty() && !row.after.empty();
    bool swapped = two && (base::runs_backwards(row.before) || base::runs_backwards(row.after));
    if (!value.empty() && (needed > (two ? std::min(style_.width, kWidestPair) : style_.width) || swapped))
      return below(row, indent, padding);
    return one_line(row, value, indent, padding);
  }

 private:
  std::string start(const AttributeRow& row, int indent) const {
    auto [sign, ink] = look(row.sign);
    return spaces(indent) + style_.paint(ink, sign) + " ";
  }

  std::string one_line(const AttributeRow& row, const std::string& value, int indent, int padding) const {
    std::string label = row.label.empty() ? "" : row.label + spaces(padding) + (value.empty() ? " =" : " = ");
    Ink alone = row.sign == Sign::Changed ? Ink::Plain : look(row.sign).ink;
    std::string out = start(row, indent) + label;
    std::string marks;
    if (row.before.empty() || row.after.empty()) {
      out += style_.paint(alone, value);
    } else {
      const auto [before, after] = marked_texts(row.before, row.after);
      out += pair(row, before, after);
      marks = marks_below(joined(before, after));
      if (!marks.empty())
        marks = spaces(indent + 2 + base::display_width(label)) + style_.paint(Ink::Changed, marks) + "\n";
    }
    if (row.remark.empty()) return out + "\n" + marks;
    if (label.empty() && value.empty()) return out + style_.paint(Ink::Faint, row.remark) + "\n";
    if (indent + 4 + base::display_width(label + value + row.remark) <= style_.width)
      return out + "  " + style_.paint(Ink::Faint, row.remark) + "\n" + marks;
    out += "\n" + marks;
    int deeper = indent + kDeeper;
    std::string remark = base::wrap(row.remark, std::max(style_.width - deeper, kNarrowestValue));
    for (auto line : base::split(remark, '\n')) out += spaces(deeper) + style_.paint(Ink::Faint, line) + "\n";
    return out;
  }

  static bool is_marked(const Cells& line) {
    return std::any_of(line.begin(), line.end(), [](const Cell& cell) { return cell.marked; });
  }

  // "old -> new", the changed words or all of it in colour.
  std::string pair(const AttributeRow& row, const Cells& before, const Cells& after) const {
    if (!is_marked(before) && !is_marked(after))
      return style_.paint(Ink::Removed, row.before) + " -> " + style_.paint(Ink::Added, row.after);
    return painted(before, Ink::Removed, style_) + " -> " + painted(after, Ink::Added, style_);
  }

  static Cells joined(Cells before, const Cells& after) {
    const auto arrow = cells(" -> ");
    before.insert(before.end(), arrow.begin(), arrow.end());
    before.insert(before.end(), after.begin(), after.end());
    return before;
  }

  // The label, and below it the values.
  std::string below(const AttributeRow& row, int indent, int padding) const {
    std::string out;
    int deeper = indent;
    if (!row.label.empty()) {
      out = one_line({row.sign, row.inside, row.label, {}, {}, row.remark}, "", indent, padding);
      deeper += kDeeper;
    }
    if (row.before.empty() || row.after.empty()) {
      auto whole = cells(row.before.empty() ? row.after : row.before, true);
      return out + lines(whole, row.label.empty() ? row.sign : Sign::Same, look(row.sign).ink, deeper, false);
    }
    auto [before, after] = marked_texts(row.before, row.after);
    return out + lines(before, Sign::Removed, Ink::Removed, deeper, true) +
           lines(after, Sign::Added, Ink::Added, deeper, true);
  }

  std::string lines(const Cells& value, Sign sign, Ink ink, int indent, bool mark) const {
    std::string out;
    for (const auto& line : break_lines(value, std::max(style_.width - indent - 2, kNarrowestValue))) {
      auto [text, sign_ink] = look(out.empty() ? sign : Sign::Same);
      out += spaces(indent) + style_.paint(sign_ink, text) + " " + painted(line, ink, style_) + "\n";
      std::string marks = mark ? marks_below(line) : "";
      if (!marks.empty()) out += spaces(indent + 2) + style_.paint(ink, marks) + "\n";
    }
    return out;
  }

  int label_width_;
  TextStyle style_;
};

}  // namespace

std::string attributes_text(const std::vector<AttributeChange>& changes, Phase phase,
                            const TextStyle& style) {
  int label_width = 0;
  for (const auto& change : changes) label_width = std::max(label_width, base::display_width(change.name));
  label_width = std::min(label_width, style.width / 2);
  RowWriter writer(label_width, style);
  std::string out;
  for (const auto& change : changes) {
    for (const auto& row : attribute_rows(change, phase, style.width - kIndent - label_width - 5))
      out += writer.text(row);
  }
  return out;
}

}  // namespace waveform::render
