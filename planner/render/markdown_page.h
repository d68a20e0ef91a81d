// Sections of a Markdown text, truncated to a size.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace waveform::render {

// A heading, a table, and a folded part with details.
struct MarkdownSection {
  std::string heading;                    // without "### " and line end
  std::string one;                        // what a row is: "delete"
  std::string many;                       // "deletes"
  std::vector<std::string> columns;       // of the table
  std::vector<std::string> rows = {};     // whole lines; never empty
  std::vector<std::string> details = {};  // whole blocks
};

struct MarkdownPage {
  std::string head;                       // always shown, with its line ends
  std::vector<MarkdownSection> sections;  // from the most important to the least
  std::string tail;                       // with its line end
};

// At most `max_bytes`, unless the head alone is longer. Omits details before rows, from the end; a line
// counts the omitted rows by kind, unless only the head fits.
std::string fit(const MarkdownPage& page, std::size_t max_bytes);

}  // namespace waveform::render
