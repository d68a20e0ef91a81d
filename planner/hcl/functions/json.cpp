#include "planner/hcl/functions/json.h"

#include <charconv>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "planner/hcl/characters.h"
#include "planner/hcl/conversions.h"
#include "planner/hcl/functions/results.h"
#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

using base::Value;

namespace {

// --- writing ---

void write_string(const std::string& text, std::string& out) {
  out += '"';
  for (std::size_t at = 0; at < text.size() && out.size() <= kLongestText;) {
    const Char c = decode(text, at);
    constexpr std::string_view kEscaped = "\"\\\b\f\n\r\t", kLetters = "\"\\bfnrt";
    const auto escape = c.code < 0x80 ? kEscaped.find(text[at]) : std::string_view::npos;
    if (escape != std::string_view::npos) {
      out += '\\';
      out += kLetters[escape];
    } else if (c.code < 0x20 || c.code == '<' || c.code == '>' || c.code == '&' || c.code == 0x2028 ||
               c.code == 0x2029) {
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c.code));
    } else {
      out.append(text, at, c.size);
    }
    at += c.size;
  }
  out += '"';
}

void write(const Value& value, std::string& out) {
  if (out.size() > kLongestText) return;
  bool first = true;
  const auto comma = [&] { out += std::exchange(first, false) ? "" : ","; };
  switch (value.kind()) {
    default:
      out += base::scalar_text(value);
      return;
    case Value::Kind::String:
      return write_string(value.as_string(), out);
    case Value::Kind::List:
      out += '[';
      for (const Value& item : value.as_list()) {
        comma();
        write(item, out);
      }
      out += ']';
      return;
    case Value::Kind::Map:
      out += '{';
      for (const auto& [name, member] : value.as_map()) {
        comma();
        write_string(name, out);
        out += ':';
        write(member, out);
      }
      out += '}';
      return;
  }
}

// --- reading ---

constexpr std::size_t kDeepestValue = 200;

// Builds typed values without an intermediate document; stops at the first error.
class JsonValues final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Typed result;
  std::string fault;

  bool null() override { return put({}); }
  bool boolean(bool b) override { return put(typed(b)); }
  bool number_integer(number_integer_t n) override { return put(typed_number(Value(std::int64_t{n}))); }
  bool number_unsigned(number_unsigned_t n) override {
    return put_number(n <= INT64_MAX ? std::optional(Value(static_cast<std::int64_t>(n))) : std::nullopt);
  }
  bool number_float(number_float_t n, const string_t&) override { return put_number(in_range(n)); }
  bool string(string_t& s) override { return put(typed(base::normal_form(std::move(s)))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(); }
  bool start_array(std::size_t) override { return open(); }
  bool key(string_t& name) override {
    levels_.back().key = base::normal_form(std::move(name));
    return true;
  }
  bool end_object() override {
    std::vector<std::pair<std::string, Typed>> members;
    for (auto& [name, member] : levels_.back().members) members.emplace_back(name, std::move(member));
    return close(make_object(std::move(members)));
  }
  bool end_array() override { return close(make_tuple(std::move(levels_.back().items))); }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception& error) override {
    fault = error.id == 101 ? fmt::format("is not valid JSON (at byte {})", at) : "has a number out of range";
    return false;
  }

 private:
  struct Level {
    std::optional<std::string> key;  // of an object
    std::map<std::string, Typed> members;
    std::vector<Typed> items;
  };

  bool open() {
    if (++elements_ > kMostElements) return fail("has too many elements");
    if (levels_.size() == kDeepestValue) return fail("is nested too deeply");
    levels_.emplace_back();
    return true;
  }
  bool close(Typed value) {
    levels_.pop_back();
    return put(std::move(value));
  }
  bool put_number(const std::optional<Value>& number) {
    return number ? put(typed_number(*number)) : fail("has a number out of range");
  }
  bool put(Typed value) {
    if (++elements_ > kMostElements) return fail("has too many elements");
    if (levels_.empty()) {
      result = std::move(value);
      return true;
    }
    Level& level = levels_.back();
    if (!level.key) {
      level.items.push_back(std::move(value));
      return true;
    }
    // As in Terraform, the last of several members with one name and type counts.
    Typed& member = level.members.try_emplace(*level.key, value).first->second;
    if (!(member.type == value.type))
      return fail("has members with the same name and different types in an object");
    member = std::move(value);
    return true;
  }
  bool fail(std::string text) {
    fault = std::move(text);
    return false;
  }

  std::vector<Level> levels_;
  std::size_t elements_ = 0;
};

// Half of a pair that has no other half is U+FFFD.
std::string without_halves(std::string text) {
  constexpr std::size_t kEscape = 6;  // of \ud83d
  const auto unit_at = [&](std::size_t at) -> std::uint32_t {
    std::uint32_t unit = 0;
    if (text.compare(at, 2, "\\u") != 0 || at + kEscape > text.size()) return 0;
    const char* const end = text.data() + at + kEscape;
    return std::from_chars(end - 4, end, unit, 16).ptr == end ? unit : 0;
  };
  const auto is_first = [](std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; };
  const auto is_second = [](std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; };
  for (std::size_t at = text.find('\\'); at < text.size(); at = text.find('\\', at)) {
    const std::uint32_t unit = unit_at(at);
    if (is_first(unit) && is_second(unit_at(at + kEscape))) {
      at += 2 * kEscape;
    } else {
      if (is_first(unit) || is_second(unit)) text.replace(at, kEscape, "\\ufffd");
      at += 2;
    }
  }
  return text;
}

Called call_jsonencode(Arguments given, const CallContext&) {
  auto text = json_text(given[0].value);
  return text ? Called(typed(*std::move(text))) : too_long();
}

Called call_jsondecode(Arguments given, const CallContext&) {
  JsonValues builder;
  if (text_of(given[0]).starts_with("\xEF\xBB\xBF"))
    return call_fault("str begins with a byte order mark", 0);
  if (nlohmann::json::sax_parse(without_halves(text_of(given[0])), &builder))
    return std::move(builder.result);
  return call_fault(fmt::format("str {}", builder.fault), 0);
}

}  // namespace

std::optional<std::string> json_text(const Value& value) {
  std::string out;
  write(value, out);
  if (out.size() > kLongestText) return std::nullopt;
  return out;
}

std::vector<Function> json_functions() {
  return {
      {"jsondecode", {{"str", Type::Kind::String}}, {}, call_jsondecode},
      {"jsonencode", {{"val", {}, Parameter::Null}}, Type::Kind::String, call_jsonencode},
  };
}

}  // namespace waveform::hcl
