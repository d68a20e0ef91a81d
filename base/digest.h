// Hashes and randomness, by OpenSSL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace waveform::base {

enum class Digest : std::uint8_t { Md5, Sha1, Sha256, Sha512 };
std::string digest(Digest algorithm, std::string_view data);  // the raw bytes
std::string hex(std::string_view bytes);                      // lower case

std::string sha256_hex(std::string_view data);
std::string hmac_sha256_hex(std::string_view key, std::string_view data);
std::string random_hex(std::size_t bytes);  // from OpenSSL's generator
std::string random_uuid();                  // version 4

}  // namespace waveform::base
