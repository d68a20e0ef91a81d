// Searches output and files for secrets in all likely forms.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace waveform::test {

// Without colour escape sequences.
std::string without_colours(std::string_view text);

class SecretSearch {
 public:
  // `name` is used in findings.
  void add(const std::string& name, const std::string& secret);

  // The secrets found in the text, as "NAME as FORM"; empty if there are none. Searches every piece of 12
  // characters of each form (raw, JSON, base64 at all three alignments, percent-encoded, upper case): in the
  // raw text, without colours, and with wrapped lines joined.
  std::vector<std::string> find(std::string_view text) const;

 private:
  void add_form(const std::string& finding, const std::string& form);

  std::vector<std::string> findings_;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, std::vector<std::size_t>, Hash, std::equal_to<>>
      pieces_;                                                     // to the findings
  std::vector<std::pair<std::string, std::size_t>> short_pieces_;  // forms shorter than a piece
};

}  // namespace waveform::test
