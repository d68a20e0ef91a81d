// Where completion scripts have something to offer.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cmd/command.h"

namespace waveform::cmd {

// Where the cursor can stand: behind these words of a command line.
struct CompletionPoint {
  std::string words;  // "", "state", "state list", "help state"
  std::vector<Flag> flags;
  std::string operand;                                       // what stands beside the flags: "FILE", "a|b"
  std::vector<std::pair<std::string, std::string>> choices;  // or words with their meaning: commands
};
std::vector<CompletionPoint> completion_points(const std::vector<Command>& commands);

}  // namespace waveform::cmd
