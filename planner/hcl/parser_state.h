// The parser's internals: one function per rule of the grammar. Private to planner/hcl.
//
// A rule that returns a null pointer (or false) has reported why; its callers return at once and the nearest
// body continues with the next item, so that each error is reported once.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "planner/hcl/ast.h"
#include "planner/hcl/cursor.h"
#include "planner/hcl/tree.h"

namespace waveform::hcl {

class Parser : private Cursor {
 public:
  // evaluated: also reports errors of evaluation.
  Parser(const LexInput& input, base::Diags& diags, bool evaluated = true);

  Body file();
  ExprPtr whole_expression();  // and nothing after it
  ExprPtr whole_template();    // of LexInput::is_template

 private:
  // body_parser.cpp
  Body body(const Token* header);
  void items(Body& body, const Token* header);
  void item(Body& body);
  void attribute(Body& body, const Token& name);
  void block(Body& body, const Token& type);
  bool block_label(Block& block);
  bool block_open(const Block& block, bool broken, Token& open);
  void block_end(const Block& block, const Token& open);
  void end_of_item(const Token& name, std::string_view kind);
  void quoted_name(Body& body);
  void no_item(const Token& name);
  void recover(std::size_t begin, std::uint32_t column);
  void check_lines(const Block& block, std::size_t open, std::size_t close);
  bool opens_item() const;  // the cursor is at a possible argument or block

  // expression_parser.cpp
  ExprPtr expression();
  ExprPtr binary(int level);
  ExprPtr unary();
  ExprPtr primary();
  ExprPtr parenthesised();
  ExprPtr number(const Token& token, bool negative);
  void warn_of_leading_zeros(const Token& token, const base::Value& value);
  bool postfix_follows(std::size_t token) const;
  bool function_name(const Token& first, Call& call);
  ExprPtr call(const Token& name);

  // postfix_parser.cpp
  ExprPtr postfix(ExprPtr operand, bool dots_only = false);
  ExprPtr after_dot(ExprPtr operand, bool in_splat);
  ExprPtr after_bracket(ExprPtr operand);
  ExprPtr step(ExprPtr operand, Traversal::Step step);
  ExprPtr legacy_index(ExprPtr operand, const Token& digits, bool in_splat);
  ExprPtr splat(ExprPtr operand, base::Range star, bool full);

  // collection_parser.cpp
  ExprPtr list();
  ExprPtr object();
  ExprPtr object_key();
  bool object_item(ObjectExpr& object);
  bool object_separator(const Token& open, base::Range previous);
  bool left_object(const Token& open) const;  // the next line belongs to what is around the object
  void warn_of_repeated_key(const ObjectExpr& object);
  bool list_separator(const Token& open, TokenKind closer, base::Range previous, std::string_view what);
  ExprPtr for_expression(const Token& open);
  bool for_names(std::string& key, std::string& value);

  // template_parser.cpp
  ExprPtr quoted();
  ExprPtr heredoc();
  struct Ending {  // of parts: %{ else }, %{ endif }, %{ endfor }, or the end of the template
    Token word;
    base::Range range;
  };
  bool parts(Template& out, Ending& ended);
  bool interpolation(Template& out);
  bool directive(Template& out, Ending& ended);
  ExprPtr directive_if(const Token& open, const Token& word);
  ExprPtr directive_for(const Token& open, const Token& word);
  bool closes(const Token& open, const Token& word, const Ending& ended, std::string_view expected);
  bool sequence_end(const Token& open);
  std::string text_of(std::size_t token);
  void text(Template& out);
  void take_indentation(std::size_t begin);
  std::string unescape(const Token& text);
  std::uint32_t escape(const Token& text, std::size_t at, std::string& out);  // how many bytes it took
  ExprPtr finish(base::Range range, Template text);

  // parser.cpp
  void error(base::Range range, std::string summary, std::string detail, std::string hint = {});
  // Reports peek(), unless it is Bad or the text was cut.
  void unexpected(std::string summary, std::string expected, std::string hint = {});
  void missing_closer(const Token& open, std::string_view closer, std::string_view expected);
  ExprPtr make(base::Range range, Node node);
  int line_of(base::Range range) const;

  bool too_deep();  // reports it

  base::Diags& diags_;
  bool evaluated_;
  int depth_ = 0;
  int errors_ = 0;
  int zeros_ = 0;                                    // numbers with leading zeros
  std::map<std::size_t, std::size_t> indentations_;  // of Text tokens: the number of stripped characters
  bool escapes_ = false;                             // backslashes are escapes: in quotes, not in heredocs
  int unclosed_ = 0;                                 // open braces
};

}  // namespace waveform::hcl
