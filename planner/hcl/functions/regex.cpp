#include "planner/hcl/functions/regex.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"
#include "planner/hcl/characters.h"
#include "planner/hcl/functions/results.h"
#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

using base::Value;
using re2::RE2;
using re2::StringPiece;

namespace {

// Each match can scan the rest of the string: the total is bounded.
constexpr std::size_t kMostLooks = 1'000'000'000;

constexpr std::size_t kLongestPattern = 1u << 16;

// "(?<name>" as "(?P<name>", which is the one that RE2 knows; none for \C, which could take letters apart.
std::optional<std::string> for_re2(std::string_view pattern) {
  std::string out;
  bool in_class = false, quoted = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const std::string_view rest = pattern.substr(at);
    out += pattern[at];
    if (quoted) {
      if (rest.starts_with("\\E")) quoted = false;
    } else if (rest[0] == '\\' && rest.size() > 1) {
      if (rest[1] == 'C') return std::nullopt;
      quoted = rest[1] == 'Q';
      out += pattern[++at];
    } else if (in_class && rest.starts_with("[:") && rest.find(":]") != std::string_view::npos) {
      const std::size_t size = rest.find(":]") + 2;
      out += rest.substr(1, size - 1);
      at += size - 1;
    } else if (in_class) {
      // A "]" that is the first in the class is one of its characters.
      in_class = rest[0] != ']';
    } else if (rest[0] == '[') {
      in_class = true;
      const std::size_t skipped = rest.starts_with("[^]") ? 2 : rest.starts_with("[]") ? 1 : 0;
      out += rest.substr(1, skipped);
      at += skipped;
    } else if (rest.starts_with("(?<")) {
      out += "?P<";
      at += 2;
    }
  }
  return out;
}

bool is_word(char c) {
  return is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Regex {
  std::unique_ptr<RE2> re;
  std::vector<std::string> names;  // of the groups from 1 on, "" for one without
};

tl::expected<Regex, CallFault> compile(const std::string& pattern, std::size_t argument) {
  RE2::Options options;
  options.set_log_errors(false);
  if (pattern.size() > kLongestPattern) return call_fault("the pattern is too large", argument);
  const auto readable = for_re2(pattern);
  if (!readable) return call_fault("the pattern is not a regular expression: \\C is not supported", argument);
  Regex regex{std::make_unique<RE2>(*readable, options), {}};
  if (!regex.re->ok()) {
    const bool large = regex.re->error_code() == RE2::ErrorPatternTooLarge;
    return call_fault(large ? "the pattern is too large" : "the pattern is not a regular expression",
                      argument);
  }
  const auto is_plain = [](const auto& group) {
    return std::all_of(group.second.begin(), group.second.end(), is_word);
  };
  const auto& named = regex.re->CapturingGroupNames();
  if (!std::all_of(named.begin(), named.end(), is_plain)) {
    return call_fault("names of groups in a pattern can only have letters, digits and _", argument);
  }
  regex.names.resize(static_cast<std::size_t>(regex.re->NumberOfCapturingGroups()));
  for (const auto& [number, name] : named) {
    regex.names[static_cast<std::size_t>(number) - 1] = name;
  }
  return regex;
}

// The whole match, then the groups; a group without a match has no data.
using Match = std::vector<StringPiece>;

bool search(const Regex& regex, const std::string& text, std::size_t from, Match& match) {
  match.assign(regex.names.size() + 1, StringPiece());
  return regex.re->Match(text, from, text.size(), RE2::UNANCHORED, match.data(),
                         static_cast<int>(match.size()));
}

// Visits the matches from left to right, none within another and no empty one directly after another; false
// when they are too many to look at.
template <typename Visit>
bool each_match(const Regex& regex, const std::string& text, const Visit& visit) {
  Match match;
  std::size_t looks = 0;
  std::size_t last_end = std::string::npos;
  for (std::size_t at = 0; at <= text.size() && search(regex, text, at, match);) {
    looks += text.size() - at;
    if (looks > kMostLooks) return false;
    const auto begin = static_cast<std::size_t>(match[0].data() - text.data());
    const std::size_t end = begin + match[0].size();
    if (begin != end || begin != last_end) {
      if (!visit(match, begin, end)) return false;
    }
    last_end = end;
    at = end > at ? end : at + (at < text.size() ? decode(text, at).size : 1);
  }
  return true;
}

tl::unexpected<CallFault> too_many_matches() {
  return call_fault("the pattern matches too often in a string of this length");
}

// --- regex, regexall ---

tl::expected<Type, CallFault> match_type(const Regex& regex) {
  const auto unnamed = std::count(regex.names.begin(), regex.names.end(), "");
  if (regex.names.empty()) return Type(Type::Kind::String);
  if (unnamed == static_cast<std::ptrdiff_t>(regex.names.size())) {
    return Type::tuple(std::vector<Type>(regex.names.size(), Type::Kind::String));
  }
  if (unnamed > 0) return call_fault("the groups of the pattern must all have names, or none of them", 0);
  Type::Members members;
  for (const std::string& name : regex.names) members.push_back({name, Type::Kind::String});
  return Type::object(std::move(members));
}

Value group_value(const StringPiece& group) {
  if (group.data() == nullptr) return Value::null();
  return Value(base::normal_form(std::string(group.data(), group.size())));
}

Value match_value(const Regex& regex, const Type& type, const Match& match) {
  if (type.kind() == Type::Kind::String) return group_value(match[0]);
  if (type.kind() == Type::Kind::Tuple) {
    Value::List groups;
    for (std::size_t i = 1; i < match.size(); ++i) groups.push_back(group_value(match[i]));
    return Value(std::move(groups));
  }
  Value::Map groups;
  for (std::size_t i = 1; i < match.size(); ++i) groups[regex.names[i - 1]] = group_value(match[i]);
  return Value(std::move(groups));
}

Called call_regex(Arguments given, const CallContext&) {
  if (given[0].value.is_unknown()) return unknown();
  const auto regex = compile(text_of(given[0]), 0);
  if (!regex) return tl::unexpected(regex.error());
  const auto type = match_type(*regex);
  if (!type) return tl::unexpected(type.error());
  if (given[1].value.is_unknown()) return unknown(*type);
  Match match;
  if (!search(*regex, text_of(given[1]), 0, match)) {
    return call_fault("the pattern matches nothing in the string", 1);
  }
  return Typed{*type, match_value(*regex, *type, match)};
}

Called call_regexall(Arguments given, const CallContext&) {
  if (given[0].value.is_unknown()) return unknown(Type::list(Type::Kind::Any));
  const auto regex = compile(text_of(given[0]), 0);
  if (!regex) return tl::unexpected(regex.error());
  const auto type = match_type(*regex);
  if (!type) return tl::unexpected(type.error());
  if (given[1].value.is_unknown()) return unknown(Type::list(*type));
  Value::List matches;
  std::size_t values = 0;
  const bool complete =
      each_match(*regex, text_of(given[1]), [&](const Match& match, std::size_t, std::size_t) {
        values += match.size();
        if (values > kMostElements) return false;
        matches.push_back(match_value(*regex, *type, match));
        return true;
      });
  if (!complete) return too_many_matches();
  return Typed{Type::list(*type), Value(std::move(matches))};
}

// --- replacement ---

// A piece of the replacement: literal text, or a group (0 is the whole match, -1 a missing one).
struct ReplacementPiece {
  std::string text;
  int group = -1;
};

// The name after a "$" that `rest` begins with, with its "{}"; empty when there is none.
std::string_view reference(std::string_view rest) {
  const std::size_t begin = rest.substr(1).starts_with('{') ? 2 : 1;
  std::size_t end = begin;
  while (end < rest.size()) {
    const Char c = decode(rest, end);
    if (c.code < 0x80 ? !is_word(rest[end]) : !continues_name(c.code)) break;
    end += c.size;
  }
  if (end == begin) return {};
  if (begin == 1) return rest.substr(0, end);
  return end < rest.size() && rest[end] == '}' ? rest.substr(0, end + 1) : std::string_view();
}

int group_of(const Regex& regex, std::string_view name) {
  if (name.find_first_not_of("0123456789") == std::string_view::npos) {
    if (name.size() > 1 && name[0] == '0') return -1;
    if (name.size() > 5) return -1;
    const int number = std::stoi(std::string(name));
    return static_cast<std::size_t>(number) <= regex.names.size() ? number : -1;
  }
  const auto found = std::find(regex.names.begin(), regex.names.end(), name);
  return found == regex.names.end() ? -1 : static_cast<int>(found - regex.names.begin()) + 1;
}

std::vector<ReplacementPiece> replacement_pieces(const Regex& regex, std::string_view replacement) {
  std::vector<ReplacementPiece> pieces(1);
  for (std::size_t at = 0; at < replacement.size();) {
    const std::string_view rest = replacement.substr(at);
    const std::string_view name = rest[0] == '$' ? reference(rest) : std::string_view();
    if (!name.empty()) {
      const bool braces = name.ends_with('}');
      pieces.push_back({"", group_of(regex, name.substr(braces ? 2 : 1, name.size() - (braces ? 3 : 1)))});
      pieces.emplace_back();
      at += name.size();
    } else {
      pieces.back().text += rest[0];
      at += rest.starts_with("$$") ? 2U : 1U;
    }
  }
  return pieces;
}

}  // namespace

Called replace_matches(const std::string& text, const std::string& pattern, const std::string& replacement) {
  const auto regex = compile(pattern, 1);
  if (!regex) return tl::unexpected(regex.error());
  const auto pieces = replacement_pieces(*regex, replacement);
  std::string out;
  std::size_t copied = 0;
  const bool complete = each_match(*regex, text, [&](const Match& match, std::size_t begin, std::size_t end) {
    out.append(text, copied, begin - copied);
    copied = end;
    for (const ReplacementPiece& piece : pieces) {
      out += piece.text;
      if (piece.group >= 0) {
        const StringPiece& group = match[static_cast<std::size_t>(piece.group)];
        out.append(group.data() == nullptr ? "" : group.data(), group.size());
      }
      if (out.size() > kLongestText) return false;
    }
    return true;
  });
  if (!complete) return out.size() > kLongestText ? too_long() : too_many_matches();
  out.append(text, copied);
  return text_result(out);
}

std::vector<Function> regex_functions() {
  using enum Type::Kind;
  const std::vector<Parameter> parameters = {{"pattern", String, Parameter::Unknown},
                                             {"string", String, Parameter::Unknown}};
  return {
      {"regex", parameters, {}, call_regex},
      {"regexall", parameters, Type::list(Any), call_regexall},
  };
}

}  // namespace waveform::hcl
