// Colours and width of a text: parameters of every render function. Of the sixteen colours those that can be
// read on light and on dark: no yellow, no blue, none of the bright ones.
#pragma once

#include <string>
#include <string_view>

namespace waveform::render {

enum class Ink { Plain, Added, Removed, Changed, Recovered, Strong, Lost, Alarm, Faint };

struct TextStyle {
  int width = 80;
  bool colour = false;

  // The text in that ink; unchanged without colour.
  std::string paint(Ink ink, std::string_view text) const;
};

}  // namespace waveform::render
