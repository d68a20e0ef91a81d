// Faults of a user's input, as values: they gather, and come out together, in the order of their places.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/source.h"

namespace waveform::base {

enum class Severity { Error, Warning, Note };

// What a reference in a failing expression stands for: {"var.n", "is 3"}. Nothing secret.
struct DiagValue {
  std::string reference;
  std::string statement;
};

// summary: what is wrong, one line, no full stop. detail: why, and what was expected. hint: what to do about
// it. None of them holds a secret's text. `range` may be empty (no source).
struct Diag {
  Severity severity = Severity::Error;
  std::string summary;
  std::string detail;
  std::string hint;
  Range range = {};
  std::vector<DiagValue> values = {};
  // An error of the text that no value could mend, as a name that nothing has: try() and can() pass it on.
  bool is_certain = false;
};

class Diags {
 public:
  void add(Diag diag) { list_.push_back(std::move(diag)); }
  void error(Range range, std::string summary, std::string detail = {}, std::string hint = {}) {
    add({Severity::Error, std::move(summary), std::move(detail), std::move(hint), range, {}});
  }
  void certain(Range range, std::string summary, std::string detail = {}, std::string hint = {}) {
    add({Severity::Error, std::move(summary), std::move(detail), std::move(hint), range, {}, true});
  }
  void warning(Range range, std::string summary, std::string detail = {}, std::string hint = {}) {
    add({Severity::Warning, std::move(summary), std::move(detail), std::move(hint), range, {}});
  }
  void note(Range range, std::string summary, std::string detail = {}, std::string hint = {}) {
    add({Severity::Note, std::move(summary), std::move(detail), std::move(hint), range, {}});
  }
  void append(Diags other) {
    list_.insert(list_.end(), std::make_move_iterator(other.list_.begin()),
                 std::make_move_iterator(other.list_.end()));
  }

  bool has_errors() const;
  bool empty() const { return list_.empty(); }
  const std::vector<Diag>& list() const { return list_; }
  // By file name and offset, each once; those without a place keep their order, first.
  void sort();

 private:
  std::vector<Diag> list_;
};

// How a diagnostic is printed. Pure: width (columns, 0 = do not wrap) and colour are the caller's.
struct DiagStyle {
  int width = 0;
  bool colour = false;
};

// "Error: summary", place, the source line with the part marked, detail, hint. Ends with a newline.
std::string render(const Diag& diag, const DiagStyle& style);

}  // namespace waveform::base
