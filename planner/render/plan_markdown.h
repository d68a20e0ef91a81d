// A plan as Markdown, for a comment on a pull request: docs/plan-markdown.md.
#pragma once

#include <cstddef>
#include <string>

#include "planner/report.h"

namespace waveform::render {

struct MarkdownOptions {
  std::size_t max_bytes = 65'000;  // of the whole text, whatever the plan
  std::string digest;              // of the plan file
};

// The first line of every such text: a comment that is not shown, by which a script finds its own.
inline constexpr const char* kMarkdownMarker = "<!-- waveform plan -->";

std::string plan_markdown(const planner::Report& report, const MarkdownOptions& options);

}  // namespace waveform::render
