// Runs the command that a command line names.
#pragma once

#include <string>
#include <vector>

#include "cmd/command.h"

namespace waveform::cmd {

// Prints the help of a command or group ("state"), or the overview without words.
int show_help(const std::vector<Command>& commands, const std::vector<std::string>& topic, Process& process);

// Runs the command in argv (without the program name). Returns the exit code: kFailed, with a message, after
// an exception.
int run(const std::vector<Command>& commands, const std::vector<std::string>& words, Process& process);

}  // namespace waveform::cmd
