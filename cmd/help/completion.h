// Completion scripts for shells, made from the table of commands. Pure.
//
// They complete commands of one and two words, flags as they are typed here (-out=x, one dash), files for
// FILE, folders for DIR, commands for COMMAND and the words of "text|json", behind a flag or beside the
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

}  // namespace waveform::cmd
