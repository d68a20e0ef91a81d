#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "planner/hcl/format.h"
#include "planner/hcl/lexer.h"

namespace waveform::hcl {
namespace {

using Kind = TokenKind;

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
    const Kind kind = tokens_[token].kind;
    return kind == Kind::Newline || kind == Kind::End || kind == Kind::CloseBrace;
  }

  void replace(const Token& first, const Token& last, std::string_view text) {
    edits_.push_back({first.range.begin, last.range.end, std::string(text)});
  }

  void quote_label(const Block::Label& label) {
    const Token& token = tokens_[token_at(label.range.begin)];
    if (token.kind == Kind::Name) replace(token, token, base::quote(label.text));
  }

  void type(std::size_t value) {
    if (tokens_[value].kind == Kind::Name && ends_argument(value + 1)) {
      for (const Spelling& type : bare_types) {
        if (type.old == tokens_[value].text) replace(tokens_[value], tokens_[value], type.renewed);
      }
    } else if (tokens_[value].kind == Kind::OpenQuote && tokens_[value + 1].kind == Kind::Text &&
               tokens_[value + 2].kind == Kind::CloseQuote && ends_argument(value + 3)) {
      for (const Spelling& type : quoted_types) {
        if (type.old == tokens_[value + 1].text) replace(tokens_[value], tokens_[value + 2], type.renewed);
      }
    }
  }

  // What is inside of "${ }" when that begins at `quote`, is all of the string, and ends before `end`.
  // Otherwise an empty stretch.
  Stretch inside(std::size_t quote, std::size_t end) const {
    if (tokens_[quote].kind != Kind::OpenQuote || tokens_[quote + 1].kind != Kind::Interpolation) return {};
    int depth = 1;
    std::size_t at = quote + 2;
    for (; depth > 0 && at < end; ++at) {
      const Kind kind = tokens_[at].kind;
      if (kind == Kind::Interpolation || kind == Kind::Directive) ++depth;
      if (kind == Kind::SequenceEnd) --depth;
    }
    if (depth > 0 || at + 1 != end || tokens_[at].kind != Kind::CloseQuote) return {};
    Stretch inner{quote + 2, at - 1};
    while (inner.begin < inner.end && tokens_[inner.begin].kind == Kind::Newline) ++inner.begin;
    while (inner.begin < inner.end && tokens_[inner.end - 1].kind == Kind::Newline) --inner.end;
    return inner;
  }

  // The token behind the string that begins at `quote`.
  std::size_t string_end(std::size_t quote) const {
    int depth = 0;
    std::size_t at = quote;
    do {
      const Kind kind = tokens_[at].kind;
      if (kind == Kind::OpenQuote || kind == Kind::OpenHeredoc) ++depth;
      if (kind == Kind::CloseQuote || kind == Kind::CloseHeredoc) --depth;
      ++at;
    } while (depth > 0 && at < tokens_.size());
    return at;
  }

  bool has_heredoc(Stretch stretch) const {
    const auto first = tokens_.begin() + static_cast<std::ptrdiff_t>(stretch.begin);
    const auto last = tokens_.begin() + static_cast<std::ptrdiff_t>(stretch.end);
    return std::any_of(first, last, [](const Token& token) { return token.kind == Kind::OpenHeredoc; });
  }

  // Whether a comment stands before one of these tokens.
  bool has_comment(Stretch stretch) const {
    for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
      const std::size_t gap = tokens_[i - 1].range.end;
      if (!base::trim(text_.substr(gap, tokens_[i].range.begin - gap)).empty()) return true;
    }
    return false;
  }

  bool in_parentheses(Stretch stretch) const {
    if (tokens_[stretch.begin].kind != Kind::OpenParen) return false;
    int depth = 0;
    for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
      if (tokens_[i].kind == Kind::OpenParen) ++depth;
      if (tokens_[i].kind == Kind::CloseParen) --depth;
      if (depth == 0) return i + 1 == stretch.end;
    }
    return false;
  }

  // "${expression}" as the whole value of an argument. On several lines it goes into parentheses, as the ends
  // of lines mean something without them.
  void unwrap(std::size_t quote) {
    if (tokens_[quote].kind != Kind::OpenQuote) return;
    const Stretch whole{quote, string_end(quote)};
    if (!ends_argument(whole.end) || has_heredoc(whole)) return;
    Stretch inner = whole;
    for (Stretch next = inside(inner.begin, inner.end); next.begin < next.end;
         next = inside(inner.begin, inner.end)) {
      inner = next;
    }
    if (inner.begin == whole.begin) return;
    // What is taken away would take its comments with it.
    if (has_comment({whole.begin + 1, inner.begin + 1}) || has_comment({inner.end, whole.end})) return;
    const auto first = tokens_.begin() + static_cast<std::ptrdiff_t>(inner.begin);
    const auto last = tokens_.begin() + static_cast<std::ptrdiff_t>(inner.end);
    const bool lines =
        std::any_of(first, last, [](const Token& token) { return token.kind == Kind::Newline; });
    const bool wrap = lines && !in_parentheses(inner);
    replace(tokens_[whole.begin], tokens_[inner.begin - 1], wrap ? "(" : "");
    replace(tokens_[inner.end], tokens_[whole.end - 1], wrap ? ")" : "");
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
