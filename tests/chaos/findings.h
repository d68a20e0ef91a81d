// The violations that a story found, one per line.
#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

namespace waveform::test {

class Findings {
 public:
  void expect(bool good, const std::string& what) {
    if (!good) lines_.push_back(fmt::format("stage {}, run {}: {}", stage, run, what));
  }
  const std::vector<std::string>& lines() const { return lines_; }

  int stage = 0;
  int run = 0;

 private:
  std::vector<std::string> lines_;
};

}  // namespace waveform::test
