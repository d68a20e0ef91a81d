// Colours and width: parameters of every render function. Only colours that are readable on light and dark
// backgrounds: no yellow, blue or bright ones.
#pragma once

#include <string>
#include <string_view>

namespace waveform::render {

enum class Ink { Plain, Added, Removed, Changed, Recovered, Strong, Lost, Alarm, Faint };

// The width of a pipe or a file.
inline constexpr int kNoEdge = 1'000'000;

struct TextStyle {
  int width = 80;  // kNoEdge: lines are never cut or wrapped
  bool colour = false;
  int height = 24;  // rows of the last screen

  // The text in this ink; unchanged without colour.
  std::string paint(Ink ink, std::string_view text) const;
};

}  // namespace waveform::render
