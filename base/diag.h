// Errors in a user's input, as values. They are collected and reported together, sorted by position.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/source.h"

namespace waveform::base {

enum class Severity { Error, Warning, Note };

// The value of a reference in a failing expression: {"var.n", "is 3"}. Never a secret.
struct DiagValue {
  std::string reference;
  std::string statement;
};

// summary: what is wrong, one line, without a full stop. detail: why, and what was expected. hint: what to
// do. None of them contains a secret. `range` may be empty (no source).
struct Diag {
  Severity severity = Severity::Error;
  std::string summary;
  std::string detail;
  std::string hint;
  Range range = {};
  std::vector<DiagValue> values = {};
  // An error in the source that no value can fix, such as an undefined name: try() and can() do not catch it.
  bool is_certain = false;
  std::string check = {};  // the id of the lint check; "": none
  std::int64_t count = 1;  // of the problems that it stands for
  std::string code = {};   // whole lines to paste into a manifest; never wrapped
  bool is_open = false;    // detail and hint hold nothing of the source, which may be secret
};

// "summary [check]"
std::string headline(const std::string& summary, const std::string& check);

class Diags {
 public:
  void add(Diag diag) { list_.push_back(std::move(diag)); }
  void error(Range range, std::string summary, std::string detail = {}, std::string hint = {}) {
    add({Severity::Error, std::move(summary), std::move(detail), std::move(hint), range, {}});
  }
  // Whose detail and hint hold nothing of the source.
  void open_error(Range range, std::string summary, std::string detail, std::string hint) {
    error(range, std::move(summary), std::move(detail), std::move(hint));
    list_.back().is_open = true;
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
  // Sorted by file name and offset, without duplicates. Those without a place come first, in their order.
  void sort();

 private:
  std::vector<Diag> list_;
};

// How a diagnostic is printed. Pure: the caller passes width (columns, 0 = do not wrap) and colour.
struct DiagStyle {
  int width = 0;
  bool colour = false;
};

// "Error: summary", place, the source line with the part marked, detail, hint. Ends with a newline.
std::string render(const Diag& diag, const DiagStyle& style);

}  // namespace waveform::base
