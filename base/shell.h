// Words as a POSIX shell reads them.
#pragma once

#include <string>
#include <string_view>

namespace waveform::base {

// The word as it stands, or in single quotes where a shell would read something else: 'TYPE.NAME["key"]'.
std::string shell_word(std::string_view word);

}  // namespace waveform::base
