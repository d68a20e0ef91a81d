// Collects console input line by line until it is a whole expression.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace waveform::hcl {

class ConsoleInput {
 public:
  // The expression that ends with this line; empty while brackets or a heredoc are open, or when the line
  // ends with a backslash.
  std::optional<std::string> add(std::string_view line);
  // The input of an unfinished expression; "" without one.
  std::string take();
  // How many brackets and heredocs are open; a backslash at the end counts as one.
  int open() const { return open_; }

 private:
  std::string text_;
  int open_ = 0;
};

}  // namespace waveform::hcl
