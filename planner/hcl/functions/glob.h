// Path patterns of fileset(). Private to planner/hcl/functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace waveform::hcl {

// Removes "." and resolves ".."; "." when nothing is left. Lexical.
std::string clean_path(std::string_view path);

// "*" any characters except "/", "**" any directories, "?" one character, "[a-z]" and "[^a-z]" a class,
// "{a,b}" alternatives, "\" escapes a character.
class Glob {
 public:
  // Empty when the pattern is malformed or has too many alternatives.
  static std::optional<Glob> parse(std::string_view pattern);

  // The directories above the matches.
  const std::vector<std::string>& directories() const { return directories_; }
  // `path` begins with one of them.
  bool matches(std::string_view path) const;

 private:
  std::vector<std::vector<std::string>> alternatives_;  // each a pattern, by its parts between "/"
  std::vector<std::string> directories_;
};

}  // namespace waveform::hcl
