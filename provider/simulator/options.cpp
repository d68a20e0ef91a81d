#include "provider/simulator/options.h"

#include <type_traits>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::provider::simulator {
namespace {

using base::ErrorKind;
using base::Result;
using base::Value;

constexpr OptionRow kOptionRows[] = {
    {"token", &Options::token, kSecretOption},
    {"user", &Options::user},
    {"seed", &Options::seed},
    {"secrets", &Options::secrets},
    {"lose_secrets", &Options::lose_secrets},
    {"list_trash", &Options::list_trash},
    {"rollup_off", &Options::rollup_off},
    {"unknown_fields", &Options::unknown_fields},
    {"null_lists", &Options::null_lists},
    {"full_pages", &Options::full_pages},
    {"hide_times", &Options::hide_times},
    {"hide_users", &Options::hide_users},
    {"page_limit", &Options::page_limit, false, 1},
    {"page_cap", &Options::page_cap},
    {"external_id_ttl", &Options::external_id_ttl},
    {"hang", &Options::hang},
    {"latency", &Options::latency},
    {"latency_spread", &Options::latency_spread},
    {"requests_per_second", &Options::requests_per_second},
    {"throttle_status", &Options::throttle_status, false, 400, 599},
    {"csp_api_token", &Options::csp_api_token, kSecretOption},
    {"csp_app_id", &Options::csp_app_id},
    {"csp_app_secret", &Options::csp_app_secret, kSecretOption},
    {"csp_org_id", &Options::csp_org_id},
    {"csp_token_ttl", &Options::csp_token_ttl},
};

constexpr std::string_view kSecrets[] = {"documented", "left-out", "blank", "external-ids", "returned"};

template <Secrets kHow>
void read_back(Options& options) {
  options.secrets = kHow;
}

constexpr Style kStyles[] = {
    {"documented", read_back<Secrets::Documented>},
    {"left-out", read_back<Secrets::LeftOut>},
    {"blank", read_back<Secrets::Blank>},
    {"external-ids", read_back<Secrets::ExternalIds>},
    {"returned", read_back<Secrets::Returned>},
    {"lose-secrets", [](Options& options) { options.lose_secrets = true; }},
    {"unknown-fields", [](Options& options) { options.unknown_fields = true; }},
    {"small-pages",
     [](Options& options) { options.list_trash = options.full_pages = true, options.page_cap = 1; }},
    {"provider", [](Options& options) { options.secrets = Secrets::Returned, options.rollup_off = true; }},
};

tl::unexpected<base::Error> expected(const std::string& what) {
  return base::fail(ErrorKind::Invalid, what + " is expected");
}

// One function for each type of member.
Result<void> read(const Value& value, std::string& member) {
  if (!value.is_string()) return expected("a string");
  member = value.as_string();
  return {};
}

Result<void> read(const Value& value, bool& member) {
  if (!value.is_bool()) return expected("true or false");
  member = value.as_bool();
  return {};
}

Result<void> read(const Value& value, std::int64_t& member) {
  if (!value.is_integer()) return expected("a whole number");
  member = value.as_integer();
  return {};
}

Result<void> read(const Value& value, base::Millis& member) {
  const auto duration = value.is_string() ? base::parse_duration(value.as_string())
                                          : base::Result<base::Millis>(base::fail(ErrorKind::Invalid, ""));
  if (!duration) return expected("a duration such as \"500ms\", \"2s\" or \"1m\"");
  member = *duration;
  return {};
}

Result<void> read(const Value& value, Secrets& member) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < std::size(kSecrets); ++i) {
    if (value == Value(kSecrets[i])) {
      member = static_cast<Secrets>(i);
      return {};
    }
    known.push_back(base::quote(kSecrets[i]));
  }
  return expected(base::enumerate(known, "or"));
}

template <typename T>
Value write(const T& member) {
  if constexpr (std::is_same_v<T, base::Millis>) {
    return fmt::format("{}ms", member.count());
  } else if constexpr (std::is_same_v<T, Secrets>) {
    return kSecrets[static_cast<std::size_t>(member)];
  } else {
    return member;
  }
}

Result<void> set(Options& options, const OptionRow& row, const Value& value) {
  if (value.is_integer() && (value.as_integer() < row.least || value.as_integer() > row.most)) {
    return expected(row.most == OptionRow{}.most
                        ? fmt::format("a whole number, {} or more,", row.least)
                        : fmt::format("a whole number from {} to {}", row.least, row.most));
  }
  return std::visit([&](auto member) { return read(value, options.*member); }, row.member);
}

}  // namespace

std::span<const OptionRow> option_rows() {
  return kOptionRows;
}

std::span<const Style> styles() {
  return kStyles;
}

Result<void> set_option(Options& options, std::string_view name, const Value& value) {
  std::vector<std::string> known;
  for (const OptionRow& row : kOptionRows) {
    if (row.name == name) return set(options, row, value);
    known.emplace_back(row.name);
  }
  const std::string near = base::did_you_mean(name, known);
  return base::fail(ErrorKind::Invalid, "unknown option" + (near.empty() ? near : ". " + near));
}

Value write_options(const Options& options) {
  Value::Map members;
  for (const OptionRow& row : kOptionRows) {
    if (row.is_secret) continue;
    members[std::string(row.name)] =
        std::visit([&](auto member) { return write(options.*member); }, row.member);
  }
  return members;
}

}  // namespace waveform::provider::simulator
