// format() and formatlist(), with verbs like "%5.2f".
#include <algorithm>
#include <array>
#include <cstdio>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/characters.h"
#include "planner/hcl/conversions.h"
#include "planner/hcl/functions/json.h"
#include "planner/hcl/functions/results.h"
#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

using base::Value;

namespace {

// Widths, precisions and numbers of arguments.
constexpr std::size_t kLargest = 1'000'000;

// "%" [flags] [width] ["." precision] ["[" argument "]"] letter
struct Verb {
  bool zero = false, sharp = false, minus = false, plus = false, space = false;
  std::optional<std::size_t> width = {};
  std::optional<std::size_t> precision = {};
  std::size_t argument = 0;  // counted from 0
  char letter = 0;
};

using Text = tl::expected<std::string, CallFault>;

// The digits at `at`, which moves past them; empty when they are too large.
std::optional<std::size_t> read_number(std::string_view format, std::size_t& at) {
  std::size_t n = 0;
  for (; at < format.size() && is_digit(format[at]); ++at) {
    n = std::min(n * 10 + static_cast<std::size_t>(format[at] - '0'), kLargest + 1);
  }
  return n > kLargest ? std::nullopt : std::optional(n);
}

tl::unexpected<CallFault> bad_format(std::string_view what, std::size_t at) {
  return call_fault(fmt::format("the format {} at byte {}", what, at), 0);
}

// The verb at `at`, which moves past it. `verb.argument` is the next argument.
tl::expected<Verb, CallFault> read_verb(std::string_view format, std::size_t& at, std::size_t next) {
  Verb verb{.argument = next};
  const std::size_t begin = at++;
  const auto here = [&] { return at < format.size() ? format[at] : '\0'; };
  constexpr std::string_view kFlags = "0#-+ ";
  bool* const flags[] = {&verb.zero, &verb.sharp, &verb.minus, &verb.plus, &verb.space};
  for (std::size_t flag = 0; here() != '\0' && (flag = kFlags.find(here())) != std::string_view::npos; ++at) {
    *flags[flag] = true;
  }
  if (is_digit(here())) {
    verb.width = read_number(format, at);
    if (!verb.width) return bad_format("has too large a width", begin);
  }
  if (here() == '.') {
    ++at;
    verb.precision = read_number(format, at);
    if (!verb.precision) return bad_format("has too large a precision", begin);
  }
  if (here() == '[') {
    ++at;
    const bool starts_well = here() >= '1' && here() <= '9';
    const auto n = read_number(format, at);
    if (!starts_well || here() != ']') return bad_format("has no number of an argument in its brackets", at);
    ++at;
    verb.argument = n.value_or(kLargest + 1) - 1;
  }
  verb.letter = here();
  if ((verb.letter | 0x20) < 'a' || (verb.letter | 0x20) > 'z') {
    return bad_format(at < format.size() ? "has a character that is not a verb" : "ends within a verb", at);
  }
  ++at;
  return verb;
}

std::string repeated(std::size_t n, char c) {
  return std::string(n, c);
}

// --- texts ---

std::string padded(const Verb& verb, std::string text) {
  const auto size = static_cast<std::size_t>(base::count_graphemes(text));
  if (verb.width.value_or(0) <= size) return text;
  const std::string pad = repeated(*verb.width - size, verb.zero ? '0' : ' ');
  return verb.minus ? text + pad : pad + text;
}

tl::unexpected<CallFault> unsupported(const Verb& verb, std::string_view needed) {
  return call_fault(fmt::format("%{} needs {}", verb.letter, needed), verb.argument + 1);
}

Text quoted_text(const Verb& verb, const Value& value) {
  auto text = to_text(value);
  if (!text) return unsupported(verb, "a string, a number or a bool");
  std::string content = text->as_string();
  if (verb.precision.value_or(0) > 0) {
    std::size_t end = 0;
    for (std::size_t n = 0; n < *verb.precision && end < content.size(); ++n) {
      end += base::first_grapheme(std::string_view(content).substr(end)).size();
    }
    content.resize(end);
  }
  if (verb.letter == 's') return padded(verb, std::move(content));
  auto json = json_text(Value(std::move(content)));
  return json ? Text(padded(verb, *std::move(json))) : too_long();
}

// --- numbers ---

struct Number {
  std::string sign, prefix, digits;
};

std::string sign_of(const Verb& verb, bool negative) {
  return negative ? "-" : verb.plus ? "+" : verb.space ? " " : "";
}

// Zeros follow the sign.
std::string laid_out(const Verb& verb, const Number& number, bool zeros) {
  const std::size_t size = number.sign.size() + number.prefix.size() + number.digits.size();
  const std::size_t pad = std::max(verb.width.value_or(0), size) - size;
  const std::string text = number.prefix + number.digits;
  if (zeros) return number.sign + number.prefix + repeated(pad, '0') + number.digits;
  if (verb.minus) return number.sign + text + repeated(pad, ' ');
  return repeated(pad, ' ') + number.sign + text;
}

std::string whole_text(const Verb& verb, std::int64_t n) {
  struct Base {
    char letter;
    unsigned radix;
    std::string_view prefix;
  };
  constexpr std::array<Base, 5> kBases = {
      {{'b', 2, "0b"}, {'d', 10, ""}, {'o', 8, "0"}, {'x', 16, "0x"}, {'X', 16, "0X"}}};
  const auto base =
      *std::find_if(kBases.begin(), kBases.end(), [&](const Base& b) { return b.letter == verb.letter; });
  Number number{sign_of(verb, n < 0), std::string(verb.sharp ? base.prefix : ""), {}};
  auto rest = n < 0 ? 0 - static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n);
  const std::string_view digits = verb.letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
  do {
    number.digits.insert(number.digits.begin(), digits[rest % base.radix]);
    rest /= base.radix;
  } while (rest > 0);
  if (verb.precision) {
    if (*verb.precision == 0 && n == 0) return "";
    const std::size_t least = std::max(*verb.precision, number.digits.size());
    number.digits = repeated(least - number.digits.size(), '0') + number.digits;
  }
  return laid_out(verb, number, verb.zero && !verb.minus && !verb.precision);
}

// The shortest exact digits: 0.5, 123456, 1.234567e+06.
std::string shortest_text(const Value& value, char exponent_letter) {
  std::string text = base::number_text(value);
  const std::string sign = text.starts_with('-') ? "-" : "";
  std::string digits = text.substr(sign.size());
  const std::size_t point = std::min(digits.find('.'), digits.size());
  if (point < digits.size()) digits.erase(point, 1);
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return text;
  const auto exponent = static_cast<int>(point) - static_cast<int>(first) - 1;
  if (exponent >= -4 && exponent < 6) return text;
  digits = digits.substr(first, digits.find_last_not_of('0') + 1 - first);
  if (digits.size() > 1) digits.insert(1, ".");
  return fmt::format("{}{}{}{}{:02}", sign, digits, exponent_letter, exponent < 0 ? '-' : '+',
                     std::abs(exponent));
}

std::string fraction_text(const Verb& verb, const Value& value) {
  std::string text;
  if ((verb.letter | 0x20) == 'g' && !verb.precision) {
    text = shortest_text(value, static_cast<char>(verb.letter + ('e' - 'g')));
  } else {
    // A long double has all 64 bits of whole numbers.
    const long double number = value.is_integer() ? static_cast<long double>(value.as_integer())
                                                  : static_cast<long double>(value.as_double());
    const char spec[] = {'%', '.', '*', 'L', verb.letter, '\0'};
    const int precision = static_cast<int>(verb.precision.value_or(6));
    const int size = std::snprintf(nullptr, 0, spec, precision, number);
    text.resize(static_cast<std::size_t>(std::max(size, 0)) + 1);
    std::snprintf(text.data(), text.size(), spec, precision, number);
    text.pop_back();
  }
  const bool negative = text.starts_with('-');
  return laid_out(verb, {sign_of(verb, negative), "", text.substr(negative ? 1 : 0)}, verb.zero);
}

// --- the verb of any kind ---

Text plain_text(const Verb& verb, const Typed& value) {
  if (!verb.sharp && value.value.is_string()) return padded(verb, value.value.as_string());
  if (!verb.sharp && value.value.is_number()) return padded(verb, shortest_text(value.value, 'e'));
  auto json = json_text(value.value);
  return json ? Text(padded(verb, *std::move(json))) : too_long();
}

Text verb_text(const Verb& verb, const Typed& value) {
  if (verb.letter == 'v') return plain_text(verb, value);
  constexpr std::string_view kTexts = "sq", kWhole = "bdoxX", kNumbers = "eEfgG";
  const auto is_one_of = [&](std::string_view letters) {
    return letters.find(verb.letter) != std::string::npos;
  };
  if (!is_one_of(kTexts) && !is_one_of(kWhole) && !is_one_of(kNumbers) && verb.letter != 't') {
    return call_fault(fmt::format("there is no verb %{}", verb.letter), 0);
  }
  if (value.value.is_null()) return unsupported(verb, "a value, and this is null");
  if (is_one_of(kTexts)) return quoted_text(verb, value.value);
  if (verb.letter == 't') {
    const auto truth = to_bool(value.value);
    return truth ? Text(truth->as_bool() ? "true" : "false") : unsupported(verb, "a bool");
  }
  const auto number = to_number(value.value);
  if (!number) return unsupported(verb, "a number");
  if (is_one_of(kNumbers)) return fraction_text(verb, *number);
  return number->is_integer() ? Text(whole_text(verb, number->as_integer()))
                              : unsupported(verb, "a whole number");
}

Text formatted(std::string_view format, Arguments values) {
  std::string out;
  std::size_t next = 0, used = 0;
  for (std::size_t at = 0; at < format.size();) {
    if (format[at] != '%' || format.substr(at + 1).starts_with('%')) {
      at += format[at] == '%' ? 1U : 0U;
      out += format[at++];
      continue;
    }
    const auto verb = read_verb(format, at, next);
    if (!verb) return tl::unexpected(verb.error());
    if (verb->argument >= values.size()) {
      return call_fault(fmt::format("the format refers to argument {}, but there {} {}", verb->argument + 1,
                                    values.size() == 1 ? "is" : "are", values.size()),
                        0);
    }
    const auto text = verb_text(*verb, values[verb->argument]);
    if (!text) return text;
    out += *text;
    if (out.size() > kLongestText) return too_long();
    next = verb->argument + 1;
    used = std::max(used, next);
  }
  if (used < values.size()) return call_fault("the format does not use this argument", used + 1);
  return out;
}

Called call_format(Arguments given, const CallContext&) {
  const auto unknown_one = [](const Typed& value) { return !value.value.is_wholly_known(); };
  if (std::any_of(given.begin() + 1, given.end(), unknown_one)) return unknown(Type::Kind::String);
  auto text = formatted(text_of(given[0]), given.subspan(1));
  return text ? text_result(*std::move(text)) : tl::unexpected(text.error());
}

// --- formatlist ---

// Lists, sets and tuples are used element by element, other values every time.
bool is_series(const Typed& value) {
  return value.type.is_sequence() && !value.value.is_null();
}

Called call_formatlist(Arguments given, const CallContext&) {
  const Type result = Type::list(Type::Kind::String);
  std::optional<std::size_t> count;
  std::vector<std::vector<Typed>> series;
  for (std::size_t i = 1; i < given.size(); ++i) {
    const Typed& argument = given[i];
    if (argument.value.is_unknown() && (argument.type.is_any() || is_series(argument)))
      return unknown(result);
    if (is_series(argument)) {
      series.push_back(elements_of(argument));
      if (count.value_or(series.back().size()) != series.back().size()) {
        return call_fault("all lists must be of one length", i);
      }
      count = series.back().size();
    } else {
      series.push_back({argument});
    }
  }
  Value::List texts;
  std::size_t total = 0;
  for (std::size_t row = 0; row < count.value_or(1); ++row) {
    std::vector<Typed> values;
    for (std::size_t i = 0; i < series.size(); ++i)
      values.push_back(series[i][is_series(given[i + 1]) ? row : 0]);
    if (std::any_of(values.begin(), values.end(),
                    [](const Typed& v) { return !v.value.is_wholly_known(); })) {
      texts.push_back(Value::unknown());
      continue;
    }
    auto text = formatted(text_of(given[0]), values);
    if (!text) return tl::unexpected(text.error());
    total += text->size();
    if (total > kLongestText) return too_long();
    texts.emplace_back(base::normal_form(*std::move(text)));
  }
  return list_of_texts(std::move(texts));
}

}  // namespace

std::vector<Function> format_functions() {
  using enum Type::Kind;
  const std::vector<Parameter> format = {{"format", String}};
  const Parameter args{"args", {}, Parameter::Null | Parameter::Unknown};
  return {
      {"format", format, String, call_format, nullptr, args},
      {"formatlist", format, Type::list(String), call_formatlist, nullptr, args},
  };
}

}  // namespace waveform::hcl
