// Looks for secrets in what a program leaves behind, in every form in which one could slip through.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waveform::test {

// Without the escape sequences that colour a terminal.
std::string without_colours(std::string_view text);

class SecretSearch {
 public:
  // `name` is what findings call it.
  void add(const std::string& name, const std::string& secret);

  // What of the secrets is in the text, as "NAME as FORM"; empty when there is nothing. Looked for is every
  // piece of 12 characters of each form (raw, JSON, base64 at all three alignments, percent-encoded, in
  // capitals): in the text as it is, without colours, and with wrapped lines joined.
  std::vector<std::string> find(std::string_view text) const;

 private:
  struct Needle {
    std::string finding;
    std::vector<std::string> pieces;
  };
  void add_form(const std::string& finding, const std::string& form);

  std::vector<Needle> needles_;
};

}  // namespace waveform::test
