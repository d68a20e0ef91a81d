#include "planner/render/attribute_text.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/value_text.h"
#include "planner/render/text_diff.h"

namespace waveform::render {

using base::Value;
using planner::AttributeChange;

namespace {

struct Sign {
  const char* text;
  Ink ink;
};
constexpr Sign kAdded{"+", Ink::Added}, kRemoved{"-", Ink::Removed}, kChanged{"~", Ink::Changed},
    kSame{" ", Ink::Plain};

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(std::max(count, 0)), ' ');
}

std::string line(int indent, Sign sign, const std::string& text, const TextStyle& style) {
  return spaces(indent) + style.paint(sign.ink, sign.text) + " " + text + "\n";
}

bool is_plain(const Value& value) {
  return !value.is_unknown() && value.marks_within() == 0;
}

// Elements of a list or members of a map as texts that can be compared and shown.
std::vector<std::string> element_texts(const Value& list) {
  std::vector<std::string> texts;
  if (!list.is_list()) return texts;
  for (const auto& item : list.as_list()) texts.push_back(value_text(item));
  return texts;
}

// Elements that stay are shown next to a change only; the rest is counted.
std::string list_lines(const AttributeChange& change, int indent, const TextStyle& style) {
  auto pieces = diff_lists(element_texts(change.before), element_texts(change.after));
  std::string out;
  std::int64_t hidden = 0;
  auto flush = [&] {
    if (hidden > 0)
      out += line(indent, kSame, style.paint(Ink::Faint, fmt::format("({} unchanged)", hidden)), style);
    hidden = 0;
  };
  auto changes_at = [&](std::size_t i) { return i < pieces.size() && pieces[i].kind != Piece::Kind::Same; };
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    bool context = !change.unordered && (changes_at(i + 1) || (i > 0 && changes_at(i - 1)));
    if (pieces[i].kind == Piece::Kind::Same && !context) {
      ++hidden;
      continue;
    }
    flush();
    Sign sign = pieces[i].kind == Piece::Kind::Added     ? kAdded
                : pieces[i].kind == Piece::Kind::Removed ? kRemoved
                                                         : kSame;
    out += line(indent, sign, style.paint(sign.ink, pieces[i].text), style);
  }
  flush();
  return out;
}

std::string map_lines(const AttributeChange& change, int indent, const TextStyle& style) {
  static const Value::Map kNone;
  const auto& before = change.before.is_map() ? change.before.as_map() : kNone;
  const auto& after = change.after.is_map() ? change.after.as_map() : kNone;
  std::map<std::string, std::pair<const Value*, const Value*>> keys;
  for (const auto& [key, value] : before) keys[key].first = &value;
  for (const auto& [key, value] : after) keys[key].second = &value;
  std::string out;
  std::int64_t same = 0;
  for (const auto& [key, values] : keys) {
    auto [old_value, new_value] = values;
    std::string name = base::quote(key) + " = ";
    if (old_value != nullptr && new_value != nullptr && *old_value == *new_value) {
      ++same;
    } else if (old_value == nullptr) {
      out += line(indent, kAdded, style.paint(Ink::Added, name + value_text(*new_value)), style);
    } else if (new_value == nullptr) {
      out += line(indent, kRemoved, style.paint(Ink::Removed, name + value_text(*old_value)), style);
    } else {
      out += line(indent, kChanged,
                  name + style.paint(Ink::Removed, value_text(*old_value)) + " -> " +
                      style.paint(Ink::Added, value_text(*new_value)),
                  style);
    }
  }
  if (same > 0)
    out += line(indent, kSame, style.paint(Ink::Faint, fmt::format("({} unchanged)", same)), style);
  return out;
}

// Both texts whole, one above the other, with what differs marked.
std::string text_lines(const std::string& before, const std::string& after, int indent,
                       const TextStyle& style) {
  std::string removed, added;
  for (const auto& piece : diff_words(before, after)) {
    std::string shown = base::quote(piece.text);
    shown = shown.substr(1, shown.size() - 2);
    if (piece.kind != Piece::Kind::Added)
      removed += piece.kind == Piece::Kind::Same ? shown : style.paint(Ink::Removed, shown);
    if (piece.kind != Piece::Kind::Removed)
      added += piece.kind == Piece::Kind::Same ? shown : style.paint(Ink::Added, shown);
  }
  return line(indent, kRemoved, "\"" + removed + "\"", style) +
         line(indent, kAdded, "\"" + added + "\"", style);
}

std::string after_text(const AttributeChange& change) {
  if (change.kind == AttributeChange::Kind::Reset)
    return change.after.is_null() ? "(service default)" : value_text(change.after) + " (default)";
  return change.after.is_null() ? "(none)" : value_text(change.after);
}

// What belongs on the lines below the attribute's name; "" when everything fits on one line.
std::string lines_below(const AttributeChange& change, int indent, int room, const TextStyle& style) {
  bool reset = change.kind == AttributeChange::Kind::Reset;
  if (change.secret || reset || !is_plain(change.before) || !is_plain(change.after)) return "";
  bool lists = (change.before.is_list() || change.after.is_list()) && !change.before.is_map();
  if (lists && change.before.is_list() && change.after.is_list()) return list_lines(change, indent, style);
  std::string one_line = value_text(change.before) + " -> " + value_text(change.after);
  bool fits = base::display_width(one_line) <= room;
  if (lists && !fits) return list_lines(change, indent, style);
  if (change.before.is_map() && change.after.is_map()) return map_lines(change, indent, style);
  if ((change.before.is_map() || change.after.is_map()) && !fits) return map_lines(change, indent, style);
  if (change.before.is_string() && change.after.is_string() && !fits)
    return text_lines(change.before.as_string(), change.after.as_string(), indent, style);
  return "";
}

}  // namespace

std::string attribute_text(const AttributeChange& change, const AttributeLayout& layout,
                           const TextStyle& style) {
  Sign sign = layout.is_new                               ? kAdded
              : layout.is_gone                            ? kRemoved
              : change.before.is_null() && !change.secret ? kAdded
                                                          : kChanged;
  std::string name = change.name + spaces(layout.name_width - base::display_width(change.name));
  std::string left_alone =
      change.left_alone ? style.paint(Ink::Faint, "  (not in the manifest: left alone)") : "";
  auto one_line = [&](const std::string& text) {
    return line(layout.indent, sign, name + " = " + text + left_alone, style);
  };
  if (change.secret) return one_line(layout.is_new ? "(secret)" : "(secret changed)");
  int room = style.width - layout.indent - layout.name_width - 5;
  if (layout.is_new || layout.is_gone) {
    const Value& value = layout.is_new ? change.after : change.before;
    AttributeChange alone = change;
    (layout.is_new ? alone.before : alone.after) =
        value.is_list() ? Value(Value::List{}) : Value(Value::Map{});
    bool nested = (value.is_list() || value.is_map()) && is_plain(value) &&
                  base::display_width(value_text(value)) > room;
    if (!nested)
      return one_line(style.paint(sign.ink, layout.is_new ? after_text(change) : value_text(value)));
    return line(layout.indent, sign, change.name + " =", style) +
           (value.is_list() ? list_lines(alone, layout.indent + 4, style)
                            : map_lines(alone, layout.indent + 4, style));
  }
  std::string below = lines_below(change, layout.indent + 4, room, style);
  if (!below.empty()) return line(layout.indent, sign, change.name + " =" + left_alone, style) + below;
  if (change.before.is_null() && change.kind == AttributeChange::Kind::Set)
    return one_line(style.paint(Ink::Added, after_text(change)));
  return one_line(style.paint(Ink::Removed, value_text(change.before)) + " -> " +
                  style.paint(Ink::Added, after_text(change)));
}

}  // namespace waveform::render
