// Texts that must not be shown, and how they are cut out of others.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/value.h"

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

  // The text with all that was learned replaced, also where it stands as in JSON or percent-encoded. What is
  // shorter than 4 bytes counts only when it is the whole text.
  std::string cut(const std::string& text) const;
  // Whether this is one of them, as a whole.
  bool knows(const std::string& text) const { return wholes_.contains(text); }

 private:
  void learn(const base::Value& value, std::uint8_t marks);
  void learn_parts(const base::Value& json, std::string_view shown);
  void add(const std::string& text, std::string_view shown);
  void add_piece(const std::string& text, std::string_view shown);

  SecretWords words_;
  std::map<std::string, std::string_view> wholes_;
  // 4 bytes and more, by these 4: a text is gone through once, however many there are.
  std::unordered_map<std::uint32_t, std::map<std::string, std::string_view>> pieces_;
};

}  // namespace waveform::provider
