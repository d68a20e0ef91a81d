// Searching output.
#pragma once

#include <string>

namespace waveform::test {

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Joins lines that were wrapped for the terminal: white space with a line end becomes one space.
inline std::string one_line(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find_first_not_of(" \n", at);
    const std::string gap = text.substr(at, end == std::string::npos ? end : end - at);
    out += has(gap, "\n") ? " " : gap;
    if (end == std::string::npos) break;
    at = text.find_first_of(" \n", end);
    out += text.substr(end, at == std::string::npos ? at : at - end);
  }
  return out;
}

}  // namespace waveform::test
