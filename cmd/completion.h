// Completion scripts for shells, made from the table of commands. Pure.
//
// They complete commands of one and two words, flags as they are typed here (-out=x, one dash), files for
// FILE, folders for FOLDER, commands for COMMAND and the words of "text|json", behind a flag or beside the
// flags.
#pragma once

#include <string>
#include <vector>

#include "cmd/command.h"

namespace waveform::cmd {

// Needs bash 4 and nothing beside it.
std::string bash_completion(const std::vector<Command>& commands);
// Goes into a folder of $fpath as _waveform, or is sourced after compinit.
std::string zsh_completion(const std::vector<Command>& commands);
std::string fish_completion(const std::vector<Command>& commands);

// Where the cursor can stand: behind these words of a command line.
struct Place {
  std::string words;  // "", "state", "state list", "help state"
  std::vector<Flag> flags;
  std::string operand;                                       // what stands beside the flags: "FILE", "a|b"
  std::vector<std::pair<std::string, std::string>> choices;  // or words with their meaning: commands
};
std::vector<Place> places(const std::vector<Command>& commands);

}  // namespace waveform::cmd
