// The shortest edit from one sequence to another, as pieces.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/render/style.h"

namespace waveform::render {

struct Piece {
  enum class Kind { Same, Removed, Added };
  Kind kind;
  std::string text;

  friend bool operator==(const Piece&, const Piece&) = default;
};

// By element. Sequences too long to compare are all removed, then all added.
std::vector<Piece> diff_lists(const std::vector<std::string>& before, const std::vector<std::string>& after);

// By word (letters and digits, or an escape like \n, form a word; any other character is one); adjacent
// pieces of one kind are joined.
std::vector<Piece> diff_words(std::string_view before, std::string_view after);

// A unified diff of two texts, line by line, three lines of context around each change, under the two names.
// "" when they are the same. Lines are not escaped; texts with more lines than diff_lists compares are all
// removed, then all added.
std::string unified_diff(std::string_view before, std::string_view after, std::string_view before_name,
                         std::string_view after_name, const TextStyle& style);

}  // namespace waveform::render
