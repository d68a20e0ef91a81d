// The help, generated from the table of commands. Pure; no line is longer than 80 columns.
#pragma once

#include <string>
#include <vector>

#include "cmd/command.h"

namespace waveform::cmd {

constexpr int kHelpWidth = 80;

std::string overview(const std::vector<Command>& commands);
std::string help_of(const Command& command);
// The commands that start with this word: "state"; "" when there are none.
std::string group_help(const std::vector<Command>& commands, const std::string& first);

// As it is typed: "-out=FILE", "-refresh".
std::string flag_form(const Flag& flag);

}  // namespace waveform::cmd
