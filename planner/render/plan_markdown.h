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

// The first line of every such text: a hidden comment by which scripts find it.
inline constexpr const char* kMarkdownMarker = "<!-- waveform plan -->";

// Always has the marker and the summary line with all counts, which are shorter than 300 bytes, even if
// `max_bytes` is less. Omits the least dangerous parts first: details, then rows of tables; a line counts the
// omitted rows by kind.
std::string plan_markdown(const planner::Report& report, const MarkdownOptions& options);

}  // namespace waveform::render
