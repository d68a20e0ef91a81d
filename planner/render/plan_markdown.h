// A plan as Markdown, for a comment on a pull request: docs/plan-markdown.md.
#pragma once

#include <cstddef>
#include <string>

#include "planner/report/report.h"

namespace waveform::render {

struct MarkdownOptions {
  std::size_t max_bytes = 65'000;  // of the whole text, whatever the plan; see below
  std::string digest;              // of the plan file
};

// The first line of every such text: a comment that is not shown, by which a script finds its own.
inline constexpr const char* kMarkdownMarker = "<!-- waveform plan -->";

// The marker and the verdict with all counts are always there: they have less than 300 bytes, and with a
// smaller `max_bytes` are the whole text. What does not fit is left out from the least dangerous up: first
// details, then rows of tables, and a line says how many rows of each kind are not shown.
std::string plan_markdown(const planner::Report& report, const MarkdownOptions& options);

}  // namespace waveform::render
