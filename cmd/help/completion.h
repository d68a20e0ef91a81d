// Completion scripts for shells, generated from the table of commands. Pure.
//
// They complete commands, flags (-out=x, one dash), files for FILE, directories for DIR, commands for COMMAND
// and the words of "text|json", as values of flags or positional arguments.
#pragma once

#include <string>
#include <vector>

#include "cmd/command.h"

namespace waveform::cmd {

// Needs only bash 4.
std::string bash_completion(const std::vector<Command>& commands);
// Goes into a directory of $fpath as _waveform, or is sourced after compinit.
std::string zsh_completion(const std::vector<Command>& commands);
std::string fish_completion(const std::vector<Command>& commands);

}  // namespace waveform::cmd
