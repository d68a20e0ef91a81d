// Patterns of paths, as fileset() takes them. Private to planner/hcl/functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace waveform::hcl {

// Without "." and what ".." takes back; "." when nothing is left. By the text alone.
std::string clean_path(std::string_view path);

// "*" any characters but "/", "**" any folders, "?" one character, "[a-z]" and "[^a-z]" one of these, "{a,b}"
// one of these texts, "\" before a character that stands for itself.
class Glob {
 public:
  // None when the pattern is malformed or has too many alternatives.
  static std::optional<Glob> parse(std::string_view pattern);

  // The folders that the matches are below.
  const std::vector<std::string>& folders() const { return folders_; }
  // `path` begins with one of them.
  bool matches(std::string_view path) const;

 private:
  std::vector<std::vector<std::string>> alternatives_;  // each a pattern, by its parts between "/"
  std::vector<std::string> folders_;
};

}  // namespace waveform::hcl
