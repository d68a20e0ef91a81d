// Pieces of Markdown that say what they are given and nothing else, as GitHub and GitLab read it.
//
// Text from outside stands in code spans and in fenced blocks only: there no mention, reference, link, image,
// HTML or emoji of it is read. Control characters and bidi controls are written as escapes everywhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waveform::render {

// A code span that holds the text, whatever backticks are in it. REQUIRES: not empty.
std::string code(std::string_view text);

// The text as it is when it is made of plain words, else a code span with the text in quotes; cut to `width`
// columns.
std::string prose(std::string_view text, int width);

// "| a | b |" with a line end. Cells hold Markdown of ours on one line.
std::string table_row(const std::vector<std::string>& cells);
// The heading row and the line below it.
std::string table_head(const std::vector<std::string>& names);

// A block of lines in that language, with a fence that none of them can close.
std::string fenced(std::string_view language, const std::string& lines);

}  // namespace waveform::render
