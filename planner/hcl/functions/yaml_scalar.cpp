#include "planner/hcl/functions/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/base64.h"
#include "base/text.h"
#include "planner/hcl/characters.h"
#include "planner/hcl/conversions.h"

namespace waveform::hcl {

using base::Value;

namespace {

constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";

// --- words ---

// Including the words of YAML 1.1, as in Terraform.
constexpr std::string_view kTrue[] = {"y",    "Y",    "yes", "Yes", "YES", "true",
                                      "True", "TRUE", "on",  "On",  "ON"};
constexpr std::string_view kFalse[] = {"n",     "N",     "no",  "No",  "NO", "false",
                                       "False", "FALSE", "off", "Off", "OFF"};
constexpr std::string_view kNull[] = {"", "~", "null", "Null", "NULL"};
constexpr std::string_view kNoNumber[] = {".nan", ".NaN", ".NAN"};
constexpr std::string_view kInfinite[] = {".inf", ".Inf", ".INF"};

template <std::size_t n>
bool is_one_of(const std::string_view (&words)[n], std::string_view text) {
  return std::find(std::begin(words), std::end(words), text) != std::end(words);
}

std::optional<Typed> of_word(std::string_view text) {
  if (is_one_of(kTrue, text)) return typed(true);
  if (is_one_of(kFalse, text)) return typed(false);
  if (is_one_of(kNull, text)) return Typed{};
  return std::nullopt;
}

bool is_infinite(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return is_one_of(kInfinite, text);
}

// --- numbers ---

bool all_digits(std::string_view text, std::string_view digits) {
  return !text.empty() && text.find_first_not_of(digits) == std::string_view::npos;
}

// [+-] digits, 0o77, 0xFF, or a fraction with or without an exponent.
bool looks_like_number(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  if (text.starts_with("0o")) return all_digits(text.substr(2), "01234567");
  if (text.starts_with("0x")) return all_digits(text.substr(2), "0123456789abcdefABCDEF");
  const auto without_sign = [](std::string_view t) {
    if (t.starts_with('+') || t.starts_with('-')) t.remove_prefix(1);
    return t;
  };
  text = without_sign(text);
  const std::size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    if (!all_digits(without_sign(text.substr(e + 1)), kDigits)) return false;
    text = text.substr(0, e);
  }
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return all_digits(text, kDigits);
  const std::string_view before = text.substr(0, point), after = text.substr(point + 1);
  if (before.empty()) return all_digits(after, kDigits);
  return all_digits(before, kDigits) && (after.empty() || all_digits(after, kDigits));
}

// Decimal, or with 0x, 0o or 0b; "_" between digits.
std::optional<Value> yaml_number(std::string text) {
  std::erase(text, '_');
  if (auto number = number_of_text(text)) return number;
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  constexpr std::array<std::pair<std::string_view, int>, 3> kBases = {{{"0x", 16}, {"0o", 8}, {"0b", 2}}};
  for (const auto& [prefix, radix] : kBases) {
    if (!base::lower(digits.substr(0, 2)).starts_with(prefix)) continue;
    std::int64_t n = 0;
    const std::string signed_digits = (negative ? "-" : "") + std::string(digits.substr(2));
    const char* const end = signed_digits.data() + signed_digits.size();
    const bool two_signs = digits.substr(2).starts_with('-');
    const auto read = std::from_chars(signed_digits.data(), end, n, radix);
    if (read.ec == std::errc() && read.ptr == end && !two_signs) return Value(n);
  }
  return std::nullopt;
}

// --- times ---

// Reads from left to right; each part is false when missing.
struct TimeReader {
  std::string_view rest;

  bool character(std::string_view one_of) {
    if (rest.empty() || one_of.find(rest[0]) == std::string_view::npos) return false;
    rest.remove_prefix(1);
    return true;
  }
  bool number(std::size_t least, std::size_t most, int& n) {
    std::size_t size = 0;
    for (n = 0; size < most && size < rest.size() && is_digit(rest[size]); ++size)
      n = n * 10 + rest[size] - '0';
    rest.remove_prefix(std::min(size, rest.size()));
    return size >= least;
  }
};

int days_of_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

// "2001-12-14", "2001-12-14t21:59:43.10-05:00" or "2001-12-14 21:59:43.10" as "2001-12-14T21:59:43-05:00".
std::optional<std::string> time_of(std::string_view text) {
  TimeReader reader{text};
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!reader.number(4, 4, year) || !reader.character("-") || !reader.number(1, 2, month) ||
      !reader.character("-") || !reader.number(1, 2, day)) {
    return std::nullopt;
  }
  if (month < 1 || month > 12 || day < 1 || day > days_of_month(year, month)) return std::nullopt;
  std::string zone = "Z";
  if (!reader.rest.empty()) {
    const bool with_zone = reader.rest[0] != ' ';
    if (!reader.character("Tt ") || !reader.number(1, 2, hour) || !reader.character(":") ||
        !reader.number(1, 2, minute) || !reader.character(":") || !reader.number(1, 2, second)) {
      return std::nullopt;
    }
    if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
    int fraction = 0;
    if (reader.character(".,")) {
      if (!reader.number(1, 1, fraction)) return std::nullopt;
      while (reader.character("0123456789")) {
      }
    }
    if (with_zone && !reader.character("Z")) {
      const char sign = reader.rest.empty() ? ' ' : reader.rest[0];
      int hours = 0, minutes = 0;
      if (!reader.character("+-") || !reader.number(2, 2, hours) || !reader.character(":") ||
          !reader.number(2, 2, minutes) || hours > 24 || minutes > 60) {
        return std::nullopt;
      }
      if (hours + minutes > 0) zone = fmt::format("{}{:02}:{:02}", sign, hours, minutes);
    }
  }
  if (!reader.rest.empty()) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}", year, month, day, hour, minute, second, zone);
}

}  // namespace

tl::expected<Typed, std::string> yaml_scalar(std::string_view tag, const std::string& text) {
  const auto wrong = [](std::string what) { return tl::unexpected(std::move(what)); };
  const auto string = [&] { return typed(base::normal_form(text)); };
  if (tag == "!") return string();
  std::string_view kind = tag == "?" ? std::string_view() : tag;
  if (kind.starts_with(kTagPrefix)) kind.remove_prefix(kTagPrefix.size());
  constexpr std::string_view kKnown[] = {"", "str", "binary", "null", "bool", "int", "float", "timestamp"};
  const bool bare = kind.size() == tag.size();
  if (bare || !is_one_of(kKnown, kind)) return wrong("has a tag that is not supported");
  if (kind == "str") return string();
  if (kind == "binary") {
    if (!base::from_base64(text)) return wrong("has a !!binary that is not base64");
    return string();
  }
  if (auto word = of_word(text)) return *std::move(word);
  if (is_infinite(text)) return wrong("has an infinite number");
  if (kind.empty() && is_one_of(kNoNumber, text)) return wrong("has a .nan, which is not a number");
  const bool may_be_number = is_digit(text[0]) || text[0] == '+' || text[0] == '-';
  if (may_be_number && (kind.empty() || kind == "timestamp")) {
    if (auto time = time_of(text)) return typed(*std::move(time));
  }
  const bool number_like =
      text[0] == '.' ? number_of_text(text).has_value() : may_be_number && looks_like_number(text);
  if (number_like || kind == "int" || kind == "float") {
    if (auto number = yaml_number(text)) return typed_number(*std::move(number));
    return wrong(number_like ? "has a number out of range" : "has an !!int or !!float that is not a number");
  }
  if (kind == "bool") return wrong("has a !!bool that is neither true nor false");
  if (kind == "timestamp") return wrong("has a !!timestamp that is not a time");
  if (kind == "null") return Typed{};
  return string();
}

}  // namespace waveform::hcl
