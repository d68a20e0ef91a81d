// Markdown for GitHub and GitLab that shows external text literally.
//
// External text is only in code spans and fenced blocks, where mentions, references, links, images, HTML and
// emoji have no effect. Control characters and bidi controls are written as escapes everywhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waveform::render {

// A code span with the text, which can contain backticks. REQUIRES: not empty.
std::string code(std::string_view text);

// The text itself if it is plain words, else quoted in a code span; truncated to `width` columns.
std::string prose(std::string_view text, int width);

// "| a | b |" with a line end. Cells hold Markdown of ours on one line.
std::string table_row(const std::vector<std::string>& cells);
// The heading row and the line below it.
std::string table_head(const std::vector<std::string>& names);

// A block of lines in that language, with a fence that none of them can close.
std::string fenced(std::string_view language, const std::string& lines);

}  // namespace waveform::render
