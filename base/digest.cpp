#include "base/digest.h"

#include <stdexcept>
#include <vector>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace waveform::base {

namespace {

std::string hex(const unsigned char* bytes, std::size_t size) {
  return base::hex({reinterpret_cast<const char*>(bytes), size});
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::vector<unsigned char> random_bytes(std::size_t count) {
  std::vector<unsigned char> bytes(count);
  // Without randomness, keys and ids cannot be generated, so the program cannot continue.
  if (RAND_bytes(bytes.data(), static_cast<int>(count)) != 1)
    throw std::runtime_error("cannot read random numbers from OpenSSL");
  return bytes;
}

}  // namespace

std::string digest(Digest algorithm, std::string_view data) {
  const EVP_MD* const algorithms[] = {EVP_md5(), EVP_sha1(), EVP_sha256(), EVP_sha512()};
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(data.data(), data.size(), out, &size, algorithms[static_cast<std::size_t>(algorithm)], nullptr);
  return {reinterpret_cast<const char*>(out), size};
}

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    out += kDigits[static_cast<unsigned char>(byte) >> 4];
    out += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return out;
}

std::string sha256_hex(std::string_view data) {
  return hex(digest(Digest::Sha256, data));
}

std::string hmac_sha256_hex(std::string_view key, std::string_view data) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(data), data.size(), out, &size);
  return hex(out, size);
}

std::string random_hex(std::size_t bytes) {
  auto random = random_bytes(bytes);
  return hex(random.data(), random.size());
}

std::string random_uuid() {
  auto random = random_bytes(16);
  random[6] = static_cast<unsigned char>((random[6] & 0x0F) | 0x40);
  random[8] = static_cast<unsigned char>((random[8] & 0x3F) | 0x80);
  std::string digits = hex(random.data(), random.size());
  for (std::size_t at : {8u, 13u, 18u, 23u}) digits.insert(at, "-");
  return digits;
}

}  // namespace waveform::base
