#include "planner/render/style.h"

namespace waveform::render {

namespace {

const char* code(Ink ink) {
  switch (ink) {
    case Ink::Plain:
      return "";
    case Ink::Added:
      return "\x1b[32m";
    case Ink::Removed:
      return "\x1b[31m";
    case Ink::Changed:
      return "\x1b[35m";
    case Ink::Recovered:
      return "\x1b[36m";
    case Ink::Strong:
      return "\x1b[1m";
    case Ink::Lost:
      return "\x1b[1;31m";
    case Ink::Alarm:
      return "\x1b[1;7;31m";
    case Ink::Faint:
      return "\x1b[2m";
  }
  return "";
}

}  // namespace

std::string TextStyle::paint(Ink ink, std::string_view text) const {
  if (!colour || ink == Ink::Plain || text.empty()) return std::string(text);
  return std::string(code(ink)) + std::string(text) + "\x1b[0m";
}

}  // namespace waveform::render
