// Sections of a Markdown text, and as much of them as there is room for.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace waveform::render {

// A heading, a table, and a folded part with what is to be said beyond the table.
struct MarkdownSection {
  std::string heading;                    // without "### " and line end
  std::string one;                        // what a row is: "delete"
  std::string many;                       // "deletes"
  std::vector<std::string> columns;       // of the table
  std::vector<std::string> rows = {};     // whole lines; never empty
  std::vector<std::string> details = {};  // whole blocks
};

struct MarkdownPage {
  std::string head;                       // always there, with its line ends
  std::vector<MarkdownSection> sections;  // from the most important to the least
  std::string tail;                       // with its line end
};

// At most `max_bytes`, unless the head alone has more. What does not fit is left out from the end, details
// before rows; of rows a line says how many of each kind they are, unless there is room for the head only.
std::string fit(const MarkdownPage& page, std::size_t max_bytes);

}  // namespace waveform::render
