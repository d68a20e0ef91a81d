#include "provider/simulator/trigger.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/star_match.h"
#include "base/text.h"
#include "provider/simulator/members.h"

namespace waveform::provider::simulator {
namespace {

using base::ErrorKind;

struct WhenRow {
  std::string_view name;
  When when;
};
constexpr WhenRow kWhens[] = {
    {"first", When::First}, {"after", When::After}, {"every", When::Every}, {"p", When::Chance}};

constexpr std::string_view kMethods[] = {"GET", "POST", "PUT", "DELETE", "PATCH"};

std::optional<double> parse_chance(std::string_view text) {
  double chance = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), chance);
  if (error != std::errc() || end != text.data() + text.size() || !(chance >= 0 && chance <= 1))
    return std::nullopt;
  return chance;
}

bool is_method(std::string_view word) {
  return std::find(std::begin(kMethods), std::end(kMethods), word) != std::end(kMethods);
}

// Splits "PUT /path" into method and path; either may be empty.
std::pair<std::string_view, std::string_view> split_call(std::string_view call) {
  if (call.starts_with('/')) return {"", call};
  const std::size_t space = call.find(' ');
  if (space == std::string_view::npos)
    return is_method(call) ? std::pair(call, std::string_view())
                           : std::pair(std::string_view(), std::string_view());
  return {call.substr(0, space), base::trim(call.substr(space))};
}

bool glob(std::string_view pattern, std::string_view text) {
  return base::star_match(
      pattern.size(), text.size(), [&](std::size_t p) { return pattern[p] == '*'; },
      [&](std::size_t p, std::size_t t) {
        return pattern[p] == text[t] ? base::Fit{1, 1} : base::Fit{};
      },
      [](std::size_t) { return std::size_t{1}; });
}

bool fits(std::string_view call, const CallRow* row, std::string_view method, std::string_view path) {
  if (call == "any") return true;
  if (row && (call == row->name || call == (row->write ? "write" : "read"))) return true;
  const auto [wanted_method, wanted_path] = split_call(call);
  if (wanted_method.empty() && wanted_path.empty()) return false;
  return (wanted_method.empty() || wanted_method == method) &&
         (wanted_path.empty() || glob(wanted_path, path));
}

std::string check_call(std::string_view call) {
  const auto [method, path] = split_call(call);
  if (is_method(method) || (method.empty() && path.starts_with('/'))) return {};
  std::vector<std::string> known = {"any", "read", "write"};
  for (const CallRow& row : call_table()) known.emplace_back(row.name);
  if (std::find(known.begin(), known.end(), call) != known.end()) return {};
  return fmt::format("{} is not a call. {}Expected: {}, a method or a path", base::quote(call),
                     guess(call, known), base::enumerate(known, "or"));
}

std::string read_when(std::string_view text, Trigger& trigger) {
  constexpr std::string_view kExpected = "expected all, N, first=N, after=N, every=N or p=CHANCE";
  if (text == "all") return {};
  if (const auto nth = base::parse_integer(text); nth && *nth > 0) {
    trigger.when = When::Nth;
    trigger.number = *nth;
    return {};
  }
  const std::size_t equals = text.find('=');
  for (const WhenRow& row : kWhens) {
    if (equals == std::string_view::npos || row.name != text.substr(0, equals)) continue;
    const std::string_view value = text.substr(equals + 1);
    trigger.when = row.when;
    if (row.when == When::Chance) {
      const auto chance = parse_chance(value);
      trigger.chance = chance.value_or(0);
      if (chance) return {};
      return fmt::format("{} is not a number from 0 to 1", base::quote(value));
    }
    trigger.number = base::parse_integer(value).value_or(0);
    if (trigger.number > 0) return {};
    return fmt::format("{} is not a positive number", base::quote(value));
  }
  return fmt::format("{} is not a valid WHEN; {}", base::quote(text), kExpected);
}

}  // namespace

bool Trigger::strikes(const CallRow* call, std::string_view method, std::string_view path, double draw) {
  const bool concerned = std::any_of(calls.begin(), calls.end(), [&](const std::string& wanted) {
    return fits(wanted, call, method, path);
  });
  if (!concerned) return false;
  ++seen;
  switch (when) {
    case When::All:
      return true;
    case When::Nth:
      return seen == number;
    case When::First:
      return seen <= number;
    case When::After:
      return seen > number;
    case When::Every:
      return seen % number == 0;
    case When::Chance:
      return draw < chance;
  }
  return false;
}

base::Result<Trigger> parse_trigger(std::string_view text) {
  const auto parts = base::split(text, ':');
  if (parts.size() > 2) return base::fail(ErrorKind::Invalid, "expected CALLS or CALLS:WHEN");
  Trigger trigger;
  for (const std::string_view call : base::split(parts[0], ',')) {
    if (std::string mistake = check_call(base::trim(call)); !mistake.empty()) {
      return base::fail(ErrorKind::Invalid, mistake);
    }
    trigger.calls.emplace_back(base::trim(call));
  }
  if (parts.size() == 2) {
    if (std::string mistake = read_when(parts[1], trigger); !mistake.empty()) {
      return base::fail(ErrorKind::Invalid, mistake);
    }
  }
  return trigger;
}

}  // namespace waveform::provider::simulator
