// Text to tokens. Private to planner/hcl.
//
// lexer.cpp reads code, template_lexer.cpp text in quotes and heredocs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/diag.h"
#include "planner/hcl/token.h"

namespace waveform::hcl {

// REQUIRES: input.text is UTF-8. It outlives the tokens.
Tokens lex(const LexInput& input, base::Diags& diags);

class Lexer {
 public:
  Lexer(const LexInput& input, base::Diags& diags) : input_(input), text_(input.text), diags_(diags) {}
  Tokens run();

 private:
  // The modes: code, or text of a template. The first is that of the whole source.
  struct Mode {
    enum class Kind { Code, Quoted, Heredoc, Bare };
    Kind kind = Kind::Code;
    std::size_t token = 0;    // which opened it
    int braces = 0;           // of Code: that are open
    std::string_view marker;  // of Heredoc
  };

  // lexer.cpp
  void code();
  void line_comment();
  void block_comment();
  void name();
  void number();
  bool symbol();
  void close_brace(std::size_t size);
  void stray();
  void wrong_quotes(std::size_t open_size, std::string_view closer, std::string_view what);

  // template_lexer.cpp
  void template_text();
  bool sequence();  // ${ or %{ at the current place
  void quoted_text();
  void heredoc_line();
  void open_heredoc();
  bool at_heredoc_end() const;
  void unclosed_sequence(std::size_t mode, const char* where);
  void unclosed_quote();
  void unclosed_at_end();
  void restart_after(std::size_t mode);
  void report_unclosed_heredoc(const Token& open, std::string_view marker);

  bool done() const { return at_ >= text_.size() || tokens_.cut; }
  bool looking_at(std::string_view what) const {
    return ahead() == what.front() && text_.substr(at_).starts_with(what);
  }
  char ahead(std::size_t n = 0) const { return at_ + n < text_.size() ? text_[at_ + n] : '\0'; }
  std::size_t line_end(std::size_t from) const;  // before its newline
  base::Range range(std::size_t begin, std::size_t end) const;
  Token make(TokenKind kind, std::size_t begin, std::size_t end) const;
  void push(TokenKind kind, std::size_t size);  // and moves on
  void bad(std::size_t size);
  void error(base::Range range, std::string summary, std::string detail, std::string hint = {});
  std::size_t offset_of(const Token& token) const;

  LexInput input_;
  std::string_view text_;
  base::Diags& diags_;
  Tokens tokens_;
  std::vector<Mode> modes_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  std::size_t stray_line_ = std::string_view::npos;  // the line whose stray characters were reported
  int errors_ = 0;
  std::size_t own_room_ = base::kMostParts;  // of text without a source
};

}  // namespace waveform::hcl
