// Runs a program like a user at a terminal: reads its output, and types.
#pragma once

#include <string>
#include <vector>

#include "tests/support/program.h"

namespace waveform::test {

// After this output, types that: "yes\n"; "\x04" is ctrl-D, "\x03" ctrl-C. kHangUp: closes the terminal.
inline constexpr const char* kHangUp = "\x04 hang up";
struct Typed {
  std::string shown;
  std::string keys;
};

// All three streams are one terminal of 80 columns. `out` is its output, including echoed keys, with plain
// line ends. A program that does not show the expected output is killed after half a minute.
Run run_on_terminal(const std::string& program, const std::vector<std::string>& arguments,
                    const RunOptions& options, const std::vector<Typed>& typed);

}  // namespace waveform::test
