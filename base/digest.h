// Hashes and randomness, by OpenSSL.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace waveform::base {

std::string sha256_hex(std::string_view data);
std::string hmac_sha256_hex(std::string_view key, std::string_view data);
std::string random_hex(std::size_t bytes);  // from the operating system's generator
std::string random_uuid();                  // version 4

}  // namespace waveform::base
