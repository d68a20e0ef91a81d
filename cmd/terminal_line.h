// One line of input, typed or pasted at the terminal.
#pragma once

#include <functional>
#include <string>

#include "cmd/process.h"

namespace waveform::cmd {

// Reads a line of any length from the terminal `fd`. Discards earlier input, then writes `question`. Refused
// input is discarded completely, so that no part of it reaches the next prompt or the shell. `stopped`: a
// signal came that ends the run.
Answer read_answer(int fd, const std::function<void()>& question, bool shown, bool (*stopped)());

}  // namespace waveform::cmd
