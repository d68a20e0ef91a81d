// The behaviour of a simulated cluster.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "base/result.h"
#include "base/value.h"

namespace waveform::provider::simulator {

// How a secret is read back.
enum class Secrets {
  Documented,   // as its documented placeholder, or not at all
  LeftOut,      // not at all
  Blank,        // as ""
  ExternalIds,  // as documented, but external ids in plain text: older clusters
  Returned      // in plain text
};

struct Options {
  std::string token;                     // the valid token; "" accepts every token, unless CSP is configured
  std::string user = "api@example.com";  // creatorId and updaterId of changes through the API
  std::int64_t seed = 1;                 // of ids and of random faults; 0: random

  // Authentication through VMware Cloud Services with one of these two; "": not available.
  std::string csp_api_token;
  std::string csp_app_id;
  std::string csp_app_secret;
  std::string csp_org_id;                 // the organization that an app may request; "": any
  base::Millis csp_token_ttl{1'800'000};  // of an access token

  // Differences between clusters.
  Secrets secrets = Secrets::Documented;
  bool lose_secrets = false;       // a PUT without a secret clears it instead of being refused
  bool list_trash = false;         // the list includes the recycle bin
  bool rollup_off = false;         // a missing `enableRollup` of AppDynamics is false, not true
  bool unknown_fields = false;     // `ingestionProfile` and `pollingMode`, which are not documented
  bool null_lists = false;         // empty lists are returned as null
  bool full_pages = false;         // pages also have `cursor` and `sort`
  bool hide_times = false;         // integrations are returned without the times of creation and change
  bool hide_users = false;         // and without the users who created and changed them
  std::int64_t page_limit = 1000;  // a larger `limit` is refused
  std::int64_t page_cap = 0;       // not 0: the largest page, whatever `limit` was requested

  base::Millis external_id_ttl{3'600'000};
  base::Millis hang{
      75'000};  // how long a request without a valid external id is held before the connection is cut
  base::Millis latency{0};               // of every response
  base::Millis latency_spread{0};        // the largest random addition to it, drawn with the seed
  std::int64_t requests_per_second = 0;  // 0: no limit
  std::int64_t throttle_status = 429;    // 429 (plain text) or 406
};

// An option in a scenario. A new one is a row here (and a line in docs/simulator.md).
struct OptionRow {
  std::string_view name;
  std::variant<std::string Options::*, bool Options::*, std::int64_t Options::*, base::Millis Options::*,
               Secrets Options::*>
      member;
  bool is_secret = false;  // write_options leaves it out
  std::int64_t least = 0;  // the minimum of a number
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};
constexpr bool kSecretOption = true;
std::span<const OptionRow> option_rows();

// Durations are strings: "500ms". ERRORS: Invalid, with the most similar name or with what was expected.
base::Result<void> set_option(Options& options, std::string_view name, const base::Value& value);
base::Value write_options(const Options& options);

// A kind of cluster, as a change of the options: simulate -style=NAME. A new one is a row (and a line in
// docs/simulator.md).
struct Style {
  std::string_view name;
  void (*set)(Options& options);
};
std::span<const Style> styles();

}  // namespace waveform::provider::simulator
