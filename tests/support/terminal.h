// Runs a program as somebody at a terminal does: reads what it shows, and types.
#pragma once

#include <string>
#include <vector>

#include "tests/support/program.h"

namespace waveform::test {

// Once this is shown, that is typed: "yes\n"; "\x04" is ctrl-D, "\x03" ctrl-C. kHangUp: the terminal goes.
inline constexpr const char* kHangUp = "\x04 hang up";
struct Typed {
  std::string shown;
  std::string keys;
};

// All three streams are one terminal of 80 columns: what it showed, echoed keys too, is in `out`, with plain
// line ends. A program that shows nothing more of what is waited for is killed after half a minute.
Run run_on_terminal(const std::string& program, const std::vector<std::string>& arguments,
                    const RunOptions& options, const std::vector<Typed>& typed);

}  // namespace waveform::test
