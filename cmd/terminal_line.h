// One line of answer to a question, typed or pasted at the terminal.
#pragma once

#include <functional>
#include <string>

#include "cmd/process.h"

namespace waveform::cmd {

// Reads from the terminal `fd` what follows from now on: what was typed before is thrown away, and a line may
// have any length. `question` is written once that is certain. An answer that is refused is thrown away to
// its end, so that no part of it answers the next question or reaches the shell. `stopped`: a signal came
// that ends the run.
Answer read_answer(int fd, const std::function<void()>& question, bool shown, bool (*stopped)());

}  // namespace waveform::cmd
