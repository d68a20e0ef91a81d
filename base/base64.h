// Base64 (RFC 4648), with padding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace waveform::base {

std::string to_base64(std::string_view bytes);
// Line ends are ignored. Returns nothing for invalid base64.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace waveform::base
