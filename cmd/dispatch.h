// From the words of a command line to the command that runs.
#pragma once

#include <string>
#include <vector>

#include "cmd/command.h"

namespace waveform::cmd {

// Prints the help of a command or of a group ("state"), or the overview when no words are given.
int show_help(const std::vector<Command>& commands, const std::vector<std::string>& topic, Process& process);

// Finds the command in argv (without the name of the program) and runs it. Returns the exit code: kFailed,
// with a message, after an exception.
int run(const std::vector<Command>& commands, const std::vector<std::string>& words, Process& process);

}  // namespace waveform::cmd
