#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/characters.h"
#include "planner/hcl/functions/regex.h"
#include "planner/hcl/functions/results.h"
#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

using base::Value;

namespace {

// --- string to string ---

Called call_chomp(Arguments given, const CallContext&) {
  const std::string& text = text_of(given[0]);
  return text_result(text.substr(0, text.find_last_not_of("\r\n") + 1));
}

Called call_strrev(Arguments given, const CallContext&) {
  const std::string& text = text_of(given[0]);
  std::string out(text.size(), ' ');
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = base::first_grapheme(std::string_view(text).substr(at));
    at += character.size();
    out.replace(out.size() - at, character.size(), character);
  }
  return text_result(out);
}

// --- contents, prefix and suffix ---

Called call_startswith(Arguments given, const CallContext&) {
  if (given[0].value.is_unknown()) {
    return text_of(given[1]).empty() ? typed(true) : unknown(Type::Kind::Bool);
  }
  return typed(text_of(given[0]).starts_with(text_of(given[1])));
}

Called call_endswith(Arguments given, const CallContext&) {
  return typed(text_of(given[0]).ends_with(text_of(given[1])));
}

Called call_strcontains(Arguments given, const CallContext&) {
  return typed(text_of(given[0]).find(text_of(given[1])) != std::string::npos);
}

Called call_trimprefix(Arguments given, const CallContext&) {
  const std::string& text = text_of(given[0]);
  const std::string& prefix = text_of(given[1]);
  return text_result(text.starts_with(prefix) ? text.substr(prefix.size()) : text);
}

Called call_trimsuffix(Arguments given, const CallContext&) {
  const std::string& text = text_of(given[0]);
  const std::string& suffix = text_of(given[1]);
  return text_result(text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text);
}

Called call_trim(Arguments given, const CallContext&) {
  std::vector<char32_t> cut;
  const std::string& set = text_of(given[1]);
  for (std::size_t at = 0; at < set.size(); at += decode(set, at).size) cut.push_back(decode(set, at).code);
  std::sort(cut.begin(), cut.end());
  const std::string& text = text_of(given[0]);
  std::size_t begin = text.size(), end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Char c = decode(text, at);
    if (!std::binary_search(cut.begin(), cut.end(), c.code)) {
      begin = std::min(begin, at);
      end = at + c.size;
    }
    at += c.size;
  }
  return text_result(begin < end ? text.substr(begin, end - begin) : std::string());
}

// --- parts ---

// In bytes, of the first `count` characters.
std::size_t size_of_characters(std::string_view text, std::int64_t count) {
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count) at += base::first_grapheme(text.substr(at)).size();
  return at;
}

// A negative `offset` counts from the end; a negative `length` means the rest.
Called call_substr(Arguments given, const CallContext&) {
  const auto offset = whole_number(given[1]);
  const auto length = whole_number(given[2]);
  if (!offset) return not_whole("offset", 1);
  if (!length) return not_whole("length", 2);
  if (*offset >= 0 && *length == 0) return typed("");
  std::string_view rest = text_of(given[0]);
  const std::int64_t skipped = *offset >= 0 ? *offset : base::count_graphemes(rest) + *offset;
  rest.remove_prefix(size_of_characters(rest, skipped));
  // As in Terraform, length 0 after a negative offset means the rest.
  if (*length <= 0) return text_result(rest);
  return text_result(rest.substr(0, size_of_characters(rest, *length)));
}

Called call_split(Arguments given, const CallContext&) {
  const std::string& separator = text_of(given[0]);
  const std::string& text = text_of(given[1]);
  Value::List parts;
  if (separator.empty()) {
    for (std::size_t at = 0, size = 0; at < text.size(); at += size) {
      size = decode(text, at).size;
      if (parts.size() == kMostElements) return too_many();
      parts.emplace_back(text.substr(at, size));
    }
    return list_of_texts(std::move(parts));
  }
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(separator, begin);
    if (parts.size() == kMostElements) return too_many();
    parts.emplace_back(text.substr(begin, end == std::string::npos ? end : end - begin));
    if (end == std::string::npos) return list_of_texts(std::move(parts));
    begin = end + separator.size();
  }
}

// --- larger strings ---

Called call_join(Arguments given, const CallContext&) {
  if (given.size() < 2) return call_fault("at least one list is needed");
  const std::string& separator = text_of(given[0]);
  std::string out;
  bool first = true;
  for (std::size_t i = 1; i < given.size(); ++i) {
    for (const Value& part : given[i].value.as_list()) {
      if (part.is_null()) return call_fault("a list to join must not have a null in it", i);
      const std::size_t more = part.as_string().size() + separator.size();
      if (out.size() + more > kLongestText) return too_long();
      if (!std::exchange(first, false)) out += separator;
      out += part.as_string();
    }
  }
  return text_result(out);
}

Called replace_text(const std::string& text, const std::string& wanted, const std::string& replacement) {
  std::string out;
  std::size_t at = 0;
  while (true) {
    const std::size_t found = text.find(wanted, at);
    if (found == std::string::npos) break;
    out.append(text, at, found - at);
    out += replacement;
    at = found + wanted.size();
    if (wanted.empty()) {  // before every character and at the end
      if (at == text.size()) break;
      const std::size_t size = decode(text, at).size;
      out.append(text, at, size);
      at += size;
    }
    if (out.size() > kLongestText) return too_long();
  }
  if (at < text.size()) out.append(text, at);
  return text_result(out);
}

Called call_replace(Arguments given, const CallContext&) {
  const std::string& wanted = text_of(given[1]);
  const bool regex = wanted.size() > 1 && wanted.front() == '/' && wanted.back() == '/';
  if (!regex) return replace_text(text_of(given[0]), wanted, text_of(given[2]));
  return replace_matches(text_of(given[0]), wanted.substr(1, wanted.size() - 2), text_of(given[2]));
}

Called call_indent(Arguments given, const CallContext&) {
  const auto spaces = whole_number(given[0]);
  if (!spaces || *spaces < 0) return call_fault("spaces must be a whole number from 0 up", 0);
  const std::string& text = text_of(given[1]);
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  const auto width = static_cast<std::size_t>(*spaces);
  if (lines == 0) return text_result(text);
  if (width > kLongestText / lines) return too_long();
  return replace_text(text, "\n", "\n" + std::string(width, ' '));
}

}  // namespace

std::vector<Function> string_functions() {
  using enum Type::Kind;
  const Parameter str{"str", String};
  const Parameter substr{"substr", String};
  return {
      {"chomp", {str}, String, call_chomp},
      {"endswith", {str, {"suffix", String}}, Bool, call_endswith},
      {"indent", {{"spaces", Number}, str}, String, call_indent},
      {"join", {{"separator", String}}, String, call_join, nullptr, Parameter{"lists", Type::list(String)}},
      {"lower", {str}, String, changed_text<base::lower_letters>},
      {"replace", {str, substr, {"replace", String}}, String, call_replace},
      {"split", {{"separator", String}, str}, Type::list(String), call_split},
      {"startswith", {{"str", String, Parameter::Unknown}, {"prefix", String}}, Bool, call_startswith},
      {"strcontains", {str, substr}, Bool, call_strcontains},
      {"strrev", {str}, String, call_strrev},
      {"substr", {str, {"offset", Number}, {"length", Number}}, String, call_substr},
      {"title", {str}, String, changed_text<base::title_words>},
      {"trim", {str, {"cutset", String}}, String, call_trim},
      {"trimprefix", {str, {"prefix", String}}, String, call_trimprefix},
      {"trimspace", {str}, String, changed_text<base::trim_spaces>},
      {"trimsuffix", {str, {"suffix", String}}, String, call_trimsuffix},
      {"upper", {str}, String, changed_text<base::upper_letters>},
  };
}

}  // namespace waveform::hcl
