#include "planner/render/error_diag.h"

namespace waveform::render {

namespace {

// Unless the first word is an address or a file name.
std::string capitalised(std::string text) {
  if (text.substr(0, text.find(' ')).find_first_of("_./:") != std::string::npos) return text;
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

// A hint as a sentence; one that ends in a command is not changed.
std::string sentence(std::string text) {
  text = capitalised(std::move(text));
  bool ends = text.empty() || std::string(".!?`:").find(text.back()) != std::string::npos;
  return ends ? text : text + ".";
}

}  // namespace

base::Diag error_diag(const base::Error& error) {
  return {base::Severity::Error, capitalised(error.message), {}, sentence(error.hint), {}};
}

}  // namespace waveform::render
