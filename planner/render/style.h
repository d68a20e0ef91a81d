// Colours and width: parameters of every render function. Only colours that are readable on light and dark
// backgrounds: no yellow, blue or bright ones.
#pragma once

#include <string>
#include <string_view>

namespace waveform::render {

enum class Ink { Plain, Added, Removed, Changed, Recovered, Strong, Lost, Alarm, Faint };

struct TextStyle {
  int width = 80;
  bool colour = false;

  // The text in this ink; unchanged without colour.
  std::string paint(Ink ink, std::string_view text) const;
};

}  // namespace waveform::render
