// The points where completion scripts offer words.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cmd/command.h"

namespace waveform::cmd {

// A cursor position: after these words of a command line.
struct CompletionPoint {
  std::string words;  // "", "state", "state list", "help state"
  std::vector<Flag> flags;
  std::string operand;                                       // the positional argument: "FILE", "a|b"
  std::vector<std::pair<std::string, std::string>> choices;  // or words with descriptions: commands
};
std::vector<CompletionPoint> completion_points(const std::vector<Command>& commands);

}  // namespace waveform::cmd
