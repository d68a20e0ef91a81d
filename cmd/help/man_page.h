// The manual page waveform(1) in man(7)'s macros, made from the table of commands. Pure, and without a date:
// two builds of one source give the same page.
#pragma once

#include <string>
#include <vector>

#include "cmd/command.h"

namespace waveform::cmd {

// REQUIRES: ASCII. Text in backticks becomes bold.
std::string man_page(const std::vector<Command>& commands);

}  // namespace waveform::cmd
