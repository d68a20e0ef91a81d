// yamlencode(): block style, strings in double quotes except multi-line ones, as in Terraform.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/characters.h"
#include "planner/hcl/functions/results.h"
#include "planner/hcl/functions/tables.h"
#include "planner/hcl/functions/yaml.h"

namespace waveform::hcl {

using base::Value;

namespace {

constexpr std::size_t kBestWidth = 80;  // beyond it strings are broken at spaces
constexpr std::size_t kLongestKey = 128;
constexpr std::size_t kStep = 2;

bool is_break(char32_t c) {
  return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_printable(char32_t c) {
  return c == '\n' || (c >= 0x20 && c <= 0x7E) || (c >= 0xA0 && c <= 0xFFFD && c != 0xFEFF);
}

bool has_break(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at += decode(text, at).size) {
    if (is_break(decode(text, at).code)) return true;
  }
  return false;
}

// Whether a string can be a literal block.
bool fits_block(std::string_view text) {
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Char c = decode(text, at);
    if (!is_printable(c.code) || (before == ' ' && is_break(c.code))) return false;
    before = c.code;
    at += c.size;
  }
  return before != ' ';
}

class YamlWriter {
 public:
  // The document; longer than kLongestText when it is not complete.
  std::string document(const Value& value) {
    node(value, 0, Context::Root);
    new_line(0);
    if (open_ended_) out_ += "...\n";
    return std::move(out_);
  }

 private:
  enum class Context { Root, Item, Member, LongMember };

  void put(std::string_view text) {
    out_ += text;
    column_ += text.size();
  }
  void end_line() {
    out_ += '\n';
    column_ = 0;
  }
  // To the beginning of a line with this indent, which can be the current position.
  void new_line(std::size_t indent) {
    if (column_ > indent || (column_ == indent && !at_indent_) || !only_indent_) end_line();
    if (column_ < indent) put(std::string(indent - column_, ' '));
    at_indent_ = true;
    only_indent_ = true;
  }
  // "-", ":" and the like.
  void indicator(std::string_view text, bool space_before, bool is_indent) {
    if (space_before && !at_indent_) put(" ");
    put(text);
    at_indent_ = false;
    only_indent_ = only_indent_ && is_indent;
    open_ended_ = false;
  }

  void node(const Value& value, std::size_t indent, Context context) {
    if (out_.size() > kLongestText) return;
    if (value.is_list() && !value.as_list().empty()) return sequence(value.as_list(), indent, context);
    if (value.is_map() && !value.as_map().empty()) return mapping(value.as_map(), indent, context);
    if (value.is_list() || value.is_map()) return indicator(value.is_list() ? "[]" : "{}", true, false);
    if (value.is_string()) return string(value.as_string(), indent + kStep, false);
    const bool truth = value.is_bool() && value.as_bool();
    if (!at_indent_) put(" ");
    put(value.is_null() ? "null" : value.is_number() ? base::number_text(value) : truth ? "true" : "false");
    at_indent_ = only_indent_ = false;
    if (context == Context::Root) open_ended_ = true;
  }

  static std::size_t inner(std::size_t indent, Context context) {
    return context == Context::Root ? indent : indent + kStep;
  }

  void sequence(const Value::List& items, std::size_t indent, Context context) {
    // Below a name, items have the indent of the name.
    const std::size_t own = context == Context::Member ? indent : inner(indent, context);
    for (const Value& item : items) {
      new_line(own);
      indicator("-", true, true);
      node(item, own, Context::Item);
    }
  }

  void mapping(const Value::Map& members, std::size_t indent, Context context) {
    const std::size_t own = inner(indent, context);
    for (const auto& [name, member] : members) {
      new_line(own);
      const bool simple = name.size() <= kLongestKey && !has_break(name);
      if (simple) {
        string(name, own + kStep, true);
        indicator(":", false, false);
      } else {
        indicator("?", true, true);
        string(name, own + kStep, false);
        new_line(own);
        indicator(":", true, true);
      }
      node(member, own, simple ? Context::Member : Context::LongMember);
    }
  }

  void string(const std::string& text, std::size_t indent, bool key) {
    if (!key && text.find('\n') != std::string::npos && fits_block(text)) return block(text, indent);
    quoted(text, indent, key);
  }

  void block(std::string_view text, std::size_t indent) {
    indicator("|", true, false);
    if (text[0] == ' ' || is_break(decode(text, 0).code)) indicator(std::to_string(kStep), false, false);
    if (!text.ends_with('\n')) {
      indicator("-", false, false);
    } else if (text.size() == 1 || text.substr(0, text.size() - 1).ends_with('\n')) {
      indicator("+", false, false);
    }
    end_line();
    at_indent_ = only_indent_ = true;
    bool line_begins = true;
    for (std::size_t at = 0; at < text.size();) {
      const Char c = decode(text, at);
      if (c.code == '\n') {
        end_line();
      } else {
        if (line_begins) new_line(indent);
        out_ += text.substr(at, c.size);
        ++column_;
      }
      line_begins = only_indent_ = c.code == '\n';
      at += c.size;
    }
  }

  void quoted(std::string_view text, std::size_t indent, bool key) {
    indicator("\"", true, false);
    bool after_space = false;
    for (std::size_t at = 0; at < text.size() && out_.size() <= kLongestText;) {
      const Char c = decode(text, at);
      const bool space = c.code == ' ';
      const bool inside = at > 0 && at + 1 < text.size();
      if (!is_printable(c.code) || is_break(c.code) || c.code == '"' || c.code == '\\') {
        put(escape(c.code));
      } else if (space && !key && !after_space && column_ > kBestWidth && inside) {
        new_line(indent);
        if (text[at + 1] == ' ') put("\\");
      } else {
        out_ += text.substr(at, c.size);
        ++column_;
      }
      only_indent_ = false;
      after_space = space;
      at += c.size;
    }
    indicator("\"", false, false);
  }

  static std::string escape(char32_t c) {
    struct Short {
      char32_t code;
      char letter;
    };
    constexpr std::array<Short, 15> kShort = {{{0, '0'},
                                               {7, 'a'},
                                               {8, 'b'},
                                               {9, 't'},
                                               {10, 'n'},
                                               {11, 'v'},
                                               {12, 'f'},
                                               {13, 'r'},
                                               {27, 'e'},
                                               {'"', '"'},
                                               {'\\', '\\'},
                                               {0x85, 'N'},
                                               {0xA0, '_'},
                                               {0x2028, 'L'},
                                               {0x2029, 'P'}}};
    const auto found =
        std::find_if(kShort.begin(), kShort.end(), [c](const Short& s) { return s.code == c; });
    if (found != kShort.end()) return {'\\', found->letter};
    const auto code = static_cast<std::uint32_t>(c);
    return code <= 0xFF     ? fmt::format("\\x{:02X}", code)
           : code <= 0xFFFF ? fmt::format("\\u{:04X}", code)
                            : fmt::format("\\U{:08X}", code);
  }

  std::string out_;
  std::size_t column_ = 0;
  bool at_indent_ = true;    // no space is needed before what follows
  bool only_indent_ = true;  // the line only has spaces, "-", "?" and ":"
  bool open_ended_ = false;  // "..." must say where the document ends
};

}  // namespace

Called call_yamlencode(std::span<const Typed> given, const CallContext&) {
  std::string text = YamlWriter().document(given[0].value);
  return text.size() > kLongestText ? Called(too_long()) : typed(std::move(text));
}

std::vector<Function> yaml_functions() {
  return {
      {"yamldecode", {{"src", Type::Kind::String}}, {}, {}, call_yamldecode},
      {"yamlencode", {{"value", {}, Parameter::Null}}, {}, Type::Kind::String, call_yamlencode},
  };
}

}  // namespace waveform::hcl
