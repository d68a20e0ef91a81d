// Text in other encodings than UTF-8, by iconv. Private to planner/hcl/functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace waveform::hcl {

// By a name of IANA's registry, in any case; empty if not supported.
class Charset {
 public:
  static std::optional<Charset> find(std::string_view name);

  // From and to UTF-8; empty for characters that are invalid or cannot be encoded.
  std::optional<std::string> encode(std::string_view text) const;
  std::optional<std::string> decode(std::string_view bytes) const;

 private:
  explicit Charset(const char* iconv_name) : name_(iconv_name) {}
  const char* name_;
};

}  // namespace waveform::hcl
