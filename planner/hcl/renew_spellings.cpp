#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "planner/hcl/format.h"
#include "planner/hcl/layout.h"
#include "planner/hcl/lexer.h"
#include "planner/hcl/token.h"

namespace waveform::hcl {
namespace {

struct Edit {
  std::size_t begin;
  std::size_t end;
  std::string text;
};

// Tokens [begin, end) of the list.
struct Stretch {
  std::size_t begin;
  std::size_t end;
};

struct Spelling {
  std::string_view old;
  std::string_view renewed;
};

constexpr std::array quoted_types = {Spelling{"string", "string"}, Spelling{"list", "list(string)"},
                                     Spelling{"map", "map(string)"}};
constexpr std::array bare_types = {Spelling{"list", "list(any)"}, Spelling{"map", "map(any)"},
                                   Spelling{"set", "set(any)"}};

class Renewal {
 public:
  explicit Renewal(const base::Source& source) : text_(source.text) {
    base::Diags ignored;
    const base::Range place{&source, 0, static_cast<std::uint32_t>(text_.size())};
    tokens_ = lex({text_, place, true, false}, ignored).list;
  }

  void body(const Body& body, bool of_file, bool of_variable) {
    for (const Attribute& attribute : body.attributes) {
      const std::size_t value = token_at(attribute.name_range.begin) + 2;  // behind the name and "="
      if (of_variable && attribute.name == "type") {
        type(value);
      } else {
        unwrap(value);
      }
    }
    for (const Block& block : body.blocks) {
      for (const Block::Label& label : block.labels) quote_label(label);
      this->body(block.body, false, of_file && block.type == "variable");
    }
  }

  std::string result() {
    std::sort(edits_.begin(), edits_.end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
    std::string out;
    std::size_t at = 0;
    for (const Edit& edit : edits_) {
      out.append(text_, at, edit.begin - at).append(edit.text);
      at = edit.end;
    }
    return out.append(text_, at);
  }

 private:
  std::size_t token_at(std::uint32_t offset) const {
    const auto found =
        std::lower_bound(tokens_.begin(), tokens_.end(), offset,
                         [](const Token& token, std::uint32_t at) { return token.range.begin < at; });
    return static_cast<std::size_t>(found - tokens_.begin());
  }

  bool ends_argument(std::size_t token) const {
    const TokenKind kind = tokens_[token].kind;
    return kind == TokenKind::Newline || kind == TokenKind::End || kind == TokenKind::CloseBrace;
  }

  void replace(const Token& first, const Token& last, std::string_view text) {
    edits_.push_back({first.range.begin, last.range.end, std::string(text)});
  }

  // Escapes of letters become letters. A "$" or "%" stays as written: OpenTofu loses such labels.
  void quote_label(const Block::Label& label) {
    const Token& token = tokens_[token_at(label.range.begin)];
    const std::string_view written = text_.substr(label.range.begin, label.range.end - label.range.begin);
    const auto plain = [](char c) { return c >= ' ' && c <= '~' && c != '\\'; };
    const bool as_it_is = std::all_of(written.begin(), written.end(), plain) ||
                          written.find_first_of("$%") != std::string_view::npos;
    if (token.kind == TokenKind::Name || !as_it_is) {
      edits_.push_back({label.range.begin, label.range.end, base::hcl_string(label.text)});
    }
  }

  void type(std::size_t value) {
    if (tokens_[value].kind == TokenKind::Name && ends_argument(value + 1)) {
      for (const Spelling& type : bare_types) {
        if (type.old == tokens_[value].text) replace(tokens_[value], tokens_[value], type.renewed);
      }
    } else if (tokens_[value].kind == TokenKind::OpenQuote && tokens_[value + 1].kind == TokenKind::Text &&
               tokens_[value + 2].kind == TokenKind::CloseQuote && ends_argument(value + 3)) {
      for (const Spelling& type : quoted_types) {
        if (type.old == tokens_[value + 1].text) replace(tokens_[value], tokens_[value + 2], type.renewed);
      }
    }
  }

  // The token behind the string that begins at `quote`.
  std::size_t string_end(std::size_t quote) const {
    int depth = 0;
    std::size_t at = quote;
    do {
      const TokenKind kind = tokens_[at].kind;
      if (kind == TokenKind::OpenQuote || kind == TokenKind::OpenHeredoc) ++depth;
      if (kind == TokenKind::CloseQuote || kind == TokenKind::CloseHeredoc) --depth;
      ++at;
    } while (depth > 0 && at < tokens_.size());
    return at;
  }

  // The contents of "${ }" when the whole range is one interpolation without other sequences outside of
  // strings; else an empty range. Omits line ends at both sides, except that of a comment.
  Stretch inside(Stretch whole) const {
    if (whole.end < whole.begin + 5 || tokens_[whole.begin].kind != TokenKind::OpenQuote ||
        tokens_[whole.begin + 1].kind != TokenKind::Interpolation ||
        tokens_[whole.end - 2].kind != TokenKind::SequenceEnd ||
        tokens_[whole.end - 1].kind != TokenKind::CloseQuote) {
      return {};
    }
    Stretch inner{whole.begin + 2, whole.end - 2};
    int quotes = 0;
    for (std::size_t i = inner.begin; i < inner.end; ++i) {
      const TokenKind kind = tokens_[i].kind;
      if (kind == TokenKind::OpenQuote) ++quotes;
      if (kind == TokenKind::CloseQuote) --quotes;
      if (quotes == 0 && (kind == TokenKind::Interpolation || kind == TokenKind::SequenceEnd)) return {};
    }
    while (inner.begin < inner.end && tokens_[inner.begin].kind == TokenKind::Newline &&
           !has_comment(inner.begin)) {
      ++inner.begin;
    }
    while (inner.begin < inner.end && tokens_[inner.end - 1].kind == TokenKind::Newline &&
           !has_comment(inner.end)) {
      if (has_comment(inner.end - 1)) {
        inner.end -= ends_comment(inner.end - 1) ? 0U : 1U;
        break;
      }
      --inner.end;
    }
    return inner;
  }

  std::string_view gap_before(std::size_t token) const {
    const std::size_t begin = token == 0 ? 0 : tokens_[token - 1].range.end;
    return base::trim(text_.substr(begin, tokens_[token].range.begin - begin));
  }
  bool has_comment(std::size_t token) const { return !gap_before(token).empty(); }
  // Whether the line's end at `token` is that of a # or // comment.
  bool ends_comment(std::size_t token) const {
    std::string_view gap = gap_before(token);
    while (gap.starts_with("/*")) gap = base::trim(gap.substr(std::min(gap.size(), gap.find("*/", 2) + 2)));
    return !gap.empty();
  }

  struct Lines {
    bool ends = false;   // there are line ends, except those of comments
    bool loose = false;  // one is outside of brackets, and something follows it
  };
  Lines lines_of(Stretch stretch) const {
    Lines lines;
    int depth = 0;
    bool loose = false;
    for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
      const TokenKind kind = tokens_[i].kind;
      if (kind == TokenKind::Newline) {
        lines.ends = lines.ends || !ends_comment(i);
        loose = loose || depth == 0;
        continue;
      }
      lines.loose = lines.loose || loose;
      depth += bracket_change(kind);
    }
    return lines;
  }
  bool stands_in_parentheses(Stretch stretch) const {
    return tokens_[stretch.begin].kind == TokenKind::OpenParen &&
           tokens_[stretch.end - 1].kind == TokenKind::CloseParen && !has_comment(stretch.begin) &&
           !has_comment(stretch.end);
  }

  // "${expression}" as the whole value of an argument. Several lines need parentheses, since line ends are
  // significant without them.
  void unwrap(std::size_t quote) {
    if (tokens_[quote].kind != TokenKind::OpenQuote) return;
    const Stretch whole{quote, string_end(quote)};
    if (!ends_argument(whole.end)) return;
    bool wrap = false;
    for (Stretch outer = whole; !wrap;) {
      const Stretch inner = inside(outer);
      if (inner.begin == inner.end) break;
      const Lines lines = lines_of(inner);
      wrap = lines.ends && (lines.loose || !stands_in_parentheses(inner));
      if (lines.loose && !wrap) break;  // the end of a comment: it would end the argument, too
      const std::size_t begin = text_.find_first_not_of(" \t\r\n", tokens_[inner.begin - 1].range.end);
      const std::size_t end =
          has_comment(inner.end) ? tokens_[inner.end].range.begin : tokens_[inner.end - 1].range.end;
      const bool heredoc =
          tokens_[inner.end - 1].kind == TokenKind::CloseHeredoc;  // nothing can follow on its line
      if (heredoc && !wrap && (tokens_[whole.end].kind != TokenKind::Newline || has_comment(whole.end)))
        break;
      edits_.push_back({tokens_[outer.begin].range.begin, begin, wrap ? "(" : ""});
      edits_.push_back({end, tokens_[outer.end - 1].range.end, !wrap ? "" : heredoc ? "\n)" : ")"});
      outer = inner;
      while (tokens_[outer.end - 1].kind == TokenKind::Newline) --outer.end;
    }
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::vector<Edit> edits_;
};

}  // namespace

std::string renew_spellings(const base::Source& source, const Body& body) {
  Renewal renewal(source);
  renewal.body(body, true, false);
  return renewal.result();
}

}  // namespace waveform::hcl
