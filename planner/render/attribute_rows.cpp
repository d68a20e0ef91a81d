#include "planner/render/attribute_rows.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "base/value_text.h"
#include "planner/render/text_diff.h"

namespace waveform::render {

using base::Value;
using planner::AttributeChange;
using Sign = AttributeRow::Sign;

namespace {

bool is_plain_value(const Value& value) {
  return !value.is_unknown() && value.marks_within() == 0;
}

std::vector<std::string> element_texts(const AttributeChange& change, const Value& list) {
  std::vector<std::string> texts;
  if (!list.is_list()) return texts;
  for (const auto& item : list.as_list()) texts.push_back(value_text(item));
  if (change.unordered) std::sort(texts.begin(), texts.end());
  return texts;
}

AttributeRow same_row(const std::string& text) {
  return {.inside = true, .label = {}, .before = {}, .after = {}, .remark = text};
}

// The rows to show, and counts of the others: in place when the order matters, else at the end.
class RowList {
 public:
  explicit RowList(bool ordered) : ordered_(ordered) {}

  void add(AttributeRow row) {
    if (ordered_) count_hidden();
    rows_.push_back(std::move(row));
  }
  void hide() { ++hidden_; }
  std::vector<AttributeRow> done() {
    count_hidden();
    return std::move(rows_);
  }

 private:
  void count_hidden() {
    if (hidden_ > 0) rows_.push_back(same_row(fmt::format("({} unchanged)", hidden_)));
    hidden_ = 0;
  }

  bool ordered_;
  std::vector<AttributeRow> rows_;
  std::int64_t hidden_ = 0;
};

std::vector<AttributeRow> list_rows(const AttributeChange& change) {
  auto pieces = diff_lists(element_texts(change, change.before), element_texts(change, change.after));
  auto changes_at = [&](std::size_t i) { return i < pieces.size() && pieces[i].kind != Piece::Kind::Same; };
  RowList rows(!change.unordered);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    bool beside = !change.unordered && (changes_at(i + 1) || (i > 0 && changes_at(i - 1)));
    AttributeRow row{.inside = true, .label = {}, .before = {}, .after = {}, .remark = {}};
    if (pieces[i].kind == Piece::Kind::Added) {
      row.sign = Sign::Added;
      row.after = pieces[i].text;
    } else if (pieces[i].kind == Piece::Kind::Removed) {
      row.sign = Sign::Removed;
      row.before = pieces[i].text;
    } else if (beside) {
      row.after = pieces[i].text;
    } else {
      rows.hide();
      continue;
    }
    rows.add(std::move(row));
  }
  return rows.done();
}

std::vector<AttributeRow> map_rows(const AttributeChange& change) {
  std::map<std::string, std::pair<const Value*, const Value*>> keys;
  if (change.before.is_map()) {
    for (const auto& [key, value] : change.before.as_map()) keys[key].first = &value;
  }
  if (change.after.is_map()) {
    for (const auto& [key, value] : change.after.as_map()) keys[key].second = &value;
  }
  RowList rows(false);
  for (const auto& [key, values] : keys) {
    auto [before, after] = values;
    if (before != nullptr && after != nullptr && *before == *after) {
      rows.hide();
      continue;
    }
    rows.add({.sign = before == nullptr  ? Sign::Added
                      : after == nullptr ? Sign::Removed
                                         : Sign::Changed,
              .inside = true,
              .label = base::quote(key),
              .before = before == nullptr ? "" : value_text(*before),
              .after = after == nullptr ? "" : value_text(*after),
              .remark = {}});
  }
  return rows.done();
}

// The attribute's own row.
AttributeRow own_row(const AttributeChange& change, Phase phase) {
  AttributeRow row{.label = change.name, .before = {}, .after = {}, .remark = {}};
  if (change.left_alone) row.remark = "(not in the manifest: not changed)";
  bool is_reset = change.kind == AttributeChange::Kind::Reset;
  bool hidden = change.secret && !is_reset;
  bool is_set = hidden || !is_absent(change.after);
  if (phase != Phase::IsNew && !is_absent(change.before)) row.before = value_text(change.before);
  if (phase != Phase::IsGone && is_set) row.after = value_text(change.after);
  if (hidden) {
    row.before = phase == Phase::IsGone ? "(secret)" : "";
    row.after = phase == Phase::IsGone ? "" : phase == Phase::IsNew ? "(secret)" : "(secret changed)";
  } else if (is_reset && phase != Phase::IsGone) {
    if (change.secret) row.before = "(secret)";
    row.after = row.after.empty() ? "(service default)" : row.after + " (default)";
  }
  row.sign = phase == Phase::IsNew    ? Sign::Added
             : phase == Phase::IsGone ? Sign::Removed
             : hidden                 ? Sign::Changed
             : row.before.empty()     ? Sign::Added
             : row.after.empty()      ? Sign::Removed
                                      : Sign::Changed;
  if (phase == Phase::Stays && row.after.empty()) row.after = "(none)";
  return row;
}

}  // namespace

Phase phase_of(const planner::Change& change) {
  using planner::Action;
  if (change.has(Action::Create) || change.has(Action::Replace)) return Phase::IsNew;
  return change.has(Action::Delete) ? Phase::IsGone : Phase::Stays;
}

bool is_absent(const Value& value) {
  return value.is_null() && value.marks() == 0;
}

std::vector<AttributeRow> attribute_rows(const AttributeChange& change, Phase phase, int room) {
  auto own = own_row(change, phase);
  auto shown = change;
  if (phase == Phase::IsNew) shown.before = Value();
  if (phase == Phase::IsGone) shown.after = Value();
  bool lists = shown.before.is_list() || shown.after.is_list();
  bool maps = shown.before.is_map() || shown.after.is_map();
  bool of_one_kind = (lists != maps) && (is_absent(shown.before) || is_absent(shown.after) ||
                                         shown.before.kind() == shown.after.kind());
  bool can_nest = of_one_kind && !change.secret && change.kind == AttributeChange::Kind::Set &&
                  is_plain_value(shown.before) && is_plain_value(shown.after);
  bool both = !is_absent(shown.before) && !is_absent(shown.after);
  bool fits = base::display_width(own.before) + base::display_width(own.after) <= room;
  if (!can_nest || (!both && fits)) return {own};
  auto inside = lists ? list_rows(shown) : map_rows(shown);
  own.before.clear();
  own.after.clear();
  inside.insert(inside.begin(), std::move(own));
  return inside;
}

}  // namespace waveform::render
