#include "planner/render/validation_json.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"

namespace waveform::render {

using base::Value;

namespace {

Value place(const base::Source& source, std::uint32_t offset) {
  auto position = base::position(source, offset);
  return Value(Value::Map{
      {"line", position.line}, {"column", position.column}, {"byte", static_cast<std::int64_t>(offset)}});
}

// An empty range becomes that of the next character, if any, so that editors can mark it.
base::Range widened(base::Range range) {
  const std::string& text = range.source->text;
  auto size = static_cast<std::uint32_t>(text.size());
  range.begin = std::min(range.begin, size);
  range.end = std::clamp(range.end, range.begin, size);
  if (range.end > range.begin || range.end == size) return range;
  ++range.end;
  while (range.end < size && (static_cast<unsigned char>(text[range.end]) & 0xC0U) == 0x80U) ++range.end;
  return range;
}

Value values_of(const base::Diag& diag) {
  Value::List values;
  for (const auto& [reference, statement] : diag.values)
    values.push_back(Value(Value::Map{{"traversal", reference}, {"statement", statement}}));
  return Value(std::move(values));
}

// Whole lines, from the first of the range to its last.
Value snippet(const base::Diag& diag, const base::Range& range, const std::string& block) {
  const base::Source& source = *range.source;
  std::uint32_t first = 0, last = 0;
  base::line_at(source, range.begin, &first);
  auto last_byte = range.end > range.begin ? range.end - 1 : range.end;
  auto last_line = base::line_at(source, last_byte, &last);
  std::string code = base::shown_text(source, first, last - first + last_line.size());
  auto inside = [&](std::uint32_t offset) {
    return static_cast<std::int64_t>(std::min<std::size_t>(std::max(offset, first) - first, code.size()));
  };
  return Value(Value::Map{{"context", block.empty() ? Value() : Value(block)},
                          {"code", code},
                          {"start_line", base::position(source, range.begin).line},
                          {"highlight_start_offset", inside(range.begin)},
                          {"highlight_end_offset", inside(range.end)},
                          {"values", values_of(diag)}});
}

}  // namespace

Value::Map diagnostic_value(const base::Diag& diag, const BlockAt& block_at) {
  bool is_error = diag.severity == base::Severity::Error;
  std::string gap = diag.detail.empty() || diag.hint.empty() ? "" : "\n\n";
  Value::Map members{
      {"severity", is_error ? "error" : "warning"},
      {"summary", base::headline(diag.summary, diag.check)},
      {"detail", diag.detail + gap + diag.hint + (diag.code.empty() ? "" : "\n\n" + diag.code)}};
  if (diag.range.source != nullptr) {
    auto range = widened(diag.range);
    members.emplace("range", Value(Value::Map{{"filename", range.source->name},
                                              {"start", place(*range.source, range.begin)},
                                              {"end", place(*range.source, range.end)}}));
    members.emplace("snippet", snippet(diag, range, block_at(range)));
  }
  return members;
}

std::string validation_json(const base::Diags& diags, const BlockAt& block_at, int indent) {
  Value::List list;
  int errors = 0, warnings = 0;
  for (const auto& diag : diags.list()) {
    if (diag.severity == base::Severity::Note) continue;
    ++(diag.severity == base::Severity::Error ? errors : warnings);
    list.push_back(Value(diagnostic_value(diag, block_at)));
  }
  Value document(Value::Map{{"format_version", "1.0"},
                            {"valid", errors == 0},
                            {"error_count", errors},
                            {"warning_count", warnings},
                            {"diagnostics", std::move(list)}});
  return base::write_json(document, indent) + "\n";
}

}  // namespace waveform::render
