// Secret strings, and their removal from other texts.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/value.h"
#include "provider/secret_pieces.h"

namespace waveform::provider {

// The replacement of a string, by its mark.
struct SecretWords {
  std::string_view sensitive = "(sensitive)";
  std::string_view masked = "(external id)";
};

// Not thread-safe.
class SecretTexts {
 public:
  explicit SecretTexts(SecretWords words = {}) : words_(words) {}

  // Learns every marked string and number in it; for JSON or several lines, also the long parts.
  void learn(const base::Value& value) { learn(value, 0); }

  // Replaces all learned strings in the text: pieces of 12 bytes and more, shorter strings as a whole; also
  // percent-encoded, escaped as in JSON or HTML, or in base64 (provider/secret_forms.h). A string below 4
  // bytes counts only when it is the whole text. Linear time.
  std::string cut(const std::string& text) const;
  // Whether the whole text is a learned string.
  bool knows(const std::string& text) const { return wholes_.contains(text); }

 private:
  void learn(const base::Value& value, std::uint8_t marks);
  void learn_parts(const base::Value& json, std::string_view shown);
  void add(const std::string& text, std::string_view shown);
  void add_forms(const std::string& text, std::string_view shown, bool is_whole);

  SecretWords words_;
  std::map<std::string, std::string_view> wholes_;
  SecretPieces as_they_are_;
  SecretPieces plain_;   // searched in plain forms
  SecretPieces base64_;  // searched in plain forms with a unified alphabet
};

}  // namespace waveform::provider
