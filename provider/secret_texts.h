// Texts that must not be shown, and how they are cut out of others.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/value.h"
#include "provider/secret_pieces.h"

namespace waveform::provider {

// What stands in the place of a text, by its mark.
struct SecretWords {
  std::string_view sensitive = "(sensitive)";
  std::string_view masked = "(external id)";
};

// Not for several threads.
class SecretTexts {
 public:
  explicit SecretTexts(SecretWords words = {}) : words_(words) {}

  // Every marked string and number in it; of one that is JSON or has lines, its long parts, too.
  void learn(const base::Value& value) { learn(value, 0); }

  // The text with all that was learned replaced: pieces of 12 bytes and more, shorter ones as a whole; also
  // where they are percent-encoded, escaped as in JSON or HTML, or in base64 (provider/secret_forms.h). What
  // is shorter than 4 bytes counts only when it is the whole text. Takes linear time.
  std::string cut(const std::string& text) const;
  // Whether this is one of them, as a whole.
  bool knows(const std::string& text) const { return wholes_.contains(text); }

 private:
  void learn(const base::Value& value, std::uint8_t marks);
  void learn_parts(const base::Value& json, std::string_view shown);
  void add(const std::string& text, std::string_view shown);
  void add_forms(const std::string& text, std::string_view shown, bool is_whole);

  SecretWords words_;
  std::map<std::string, std::string_view> wholes_;
  SecretPieces as_they_are_;
  SecretPieces plain_;   // to be found in plain forms
  SecretPieces base64_;  // to be found in plain forms of one alphabet
};

}  // namespace waveform::provider
