// Quoting for a POSIX shell.
#pragma once

#include <string>
#include <string_view>

namespace waveform::base {

// Returns the word itself, or in single quotes where a shell would interpret it: 'TYPE.NAME["key"]'.
std::string shell_word(std::string_view word);

}  // namespace waveform::base
