// How a simulated cluster behaves.
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

// How a secret reads back.
enum class Secrets {
  Documented,   // as its documented placeholder, or not at all
  LeftOut,      // not at all
  Blank,        // as ""
  ExternalIds,  // as documented, but external ids as they are: older clusters
  Returned      // as it is
};

struct Options {
  std::string token;  // let in; "" lets everybody in, unless the log-on through CSP is set up
  std::string user = "api@example.com";  // creatorId and updaterId of what the API does
  std::int64_t seed = 1;  // of ids and of faults that strike by chance; 0: by the system's randomness

  // Log-on through VMware Cloud Services, for who has one of these two; "": there is none of that kind.
  std::string csp_api_token;
  std::string csp_app_id;
  std::string csp_app_secret;
  std::string csp_org_id;                 // what an app may ask for; "": anything
  base::Millis csp_token_ttl{1'800'000};  // of an access token

  // Clusters differ.
  Secrets secrets = Secrets::Documented;
  bool lose_secrets = false;       // a PUT without a secret empties it, where it would be refused
  bool list_trash = false;         // the list holds the recycle bin too
  bool unknown_fields = false;     // `ingestionProfile` and `pollingMode`, which no documentation names
  bool null_lists = false;         // empty lists are answered as null
  bool full_pages = false;         // pages have `cursor` and `sort` too
  bool hide_times = false;         // integrations are answered without the times of their making and change
  bool hide_users = false;         // and without the users who made and changed them
  std::int64_t page_limit = 1000;  // a larger `limit` is refused
  std::int64_t page_cap = 0;       // not 0: a page holds at most so many, whatever was asked for

  base::Millis external_id_ttl{3'600'000};
  base::Millis hang{75'000};  // how long a request without a valid external id is held before it is cut off
  base::Millis latency{0};    // of every answer
  base::Millis latency_spread{0};        // up to so much more for each, drawn with the seed
  std::int64_t requests_per_second = 0;  // 0: no limit
  std::int64_t throttle_status = 429;    // 429 (plain text) or 406
};

// An option as a scenario names it; a further one is one more row (and a line in docs/simulator.md).
struct OptionRow {
  std::string_view name;
  std::variant<std::string Options::*, bool Options::*, std::int64_t Options::*, base::Millis Options::*,
               Secrets Options::*>
      member;
  bool is_secret = false;  // write_options leaves it out
  std::int64_t least = 0;  // of a number
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};
constexpr bool kSecretOption = true;
std::span<const OptionRow> option_rows();

// Durations are texts: "500ms". ERRORS: Invalid, with the nearest name or with what is expected.
base::Result<void> set_option(Options& options, std::string_view name, const base::Value& value);
base::Value write_options(const Options& options);

}  // namespace waveform::provider::simulator
