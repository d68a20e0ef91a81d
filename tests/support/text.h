// Looking into what was said.
#pragma once

#include <string>

namespace waveform::test {

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace waveform::test
