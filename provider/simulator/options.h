// How a simulated cluster behaves.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"

namespace waveform::provider::simulator {

struct Options {
  std::string token;  // let in; "" lets everybody in, unless the log-on through CSP is set up
  std::string user = "api@example.com";  // creatorId and updaterId of what the API does
  std::uint64_t seed = 1;  // of ids and of faults that strike by chance; 0: by the system's randomness

  // Log-on through VMware Cloud Services, for who has one of these two; "": there is none of that kind.
  std::string csp_api_token;
  std::string csp_app_id;
  std::string csp_app_secret;
  std::string csp_org_id;                 // what an app may ask for; "": anything
  base::Millis csp_token_ttl{1'800'000};  // of an access token

  // Clusters differ.
  bool return_external_id = false;  // older ones: external ids are read back
  bool list_trash = false;          // the list holds the recycle bin too
  bool unknown_fields = false;      // `ingestionProfile` and `pollingMode`, which no documentation names
  bool null_lists = false;          // empty lists are answered as null
  std::int64_t page_limit = 1000;   // a larger `limit` is refused
  std::int64_t page_cap = 0;        // not 0: a page holds at most so many, whatever was asked for

  base::Millis external_id_ttl{3'600'000};
  base::Millis hang{75'000};    // how long a request without a valid external id is held before it is cut off
  base::Millis latency{0};      // of every answer
  int requests_per_second = 0;  // 0: no limit
  int throttle_status = 429;    // 429 (plain text) or 406
};

}  // namespace waveform::provider::simulator
