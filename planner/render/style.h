// Colours and width of a text: parameters of every render function. Sixteen colours, readable on light and
// dark.
#pragma once

#include <string>
#include <string_view>

namespace waveform::render {

enum class Ink { Plain, Added, Removed, Changed, Recovered, Strong, Alarm, Faint };

struct TextStyle {
  int width = 80;
  bool colour = false;

  // The text in that ink; unchanged without colour.
  std::string paint(Ink ink, std::string_view text) const;
};

}  // namespace waveform::render
