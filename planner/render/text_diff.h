// The shortest way from one sequence to another, as pieces to show.
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

// Element by element. Sequences too long to compare come out as all removed, then all added.
std::vector<Piece> diff_lists(const std::vector<std::string>& before, const std::vector<std::string>& after);

// Word by word (letters and digits hold together, and so does an escape like \n; everything else stands
// alone); neighbours of one kind are joined.
std::vector<Piece> diff_words(std::string_view before, std::string_view after);

// A unified diff of two texts, line by line, three lines of context around each change, under the two names.
// "" when they are the same. Lines come out as they are; texts of more lines than diff_lists compares come
// out as all removed, then all added.
std::string unified_diff(std::string_view before, std::string_view after, std::string_view before_name,
                         std::string_view after_name, const TextStyle& style);

}  // namespace waveform::render
