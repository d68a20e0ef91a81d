// Authentication through VMware Cloud Services (CSP): an API token, or the id and secret of a
// server-to-server OAuth app, is exchanged for an access token of limited lifetime.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/http/retry.h"
#include "base/http/transport.h"
#include "provider/client.h"

namespace waveform::provider {

struct CspOptions {
  std::string address = "https://console.cloud.vmware.com";  // as http::normalise_address gives it
  std::string api_token;                                     // either this
  std::string app_id;                                        // or these two
  std::string app_secret;
  std::string org_id;  // of the app; "": CSP chooses
  http::RetryPolicy retry = {};
  base::Millis timeout{60'000};  // for one exchange
  Observer observer = {};
  std::function<bool()> interrupted = {};  // as in ClientOptions
};

// An access token is used until a tenth of its lifetime remains, at most 60 s; without a known lifetime,
// until the service rejects it. A rejected token is exchanged again, unless another thread has already done
// so. Only one exchange runs at a time, and all other threads wait for it. An exchange changes nothing, so it
// is retried like a read. ERRORS: Unauthorized, Throttled or Unreachable, never InDoubt, because the call
// that needs the token was not sent. The message names CSP's address, the hint what to check; neither
// contains CSP's own message, which may repeat the secret. The transport and the clock belong to the caller
// and must outlive the supplier.
// repeat the secret. The transport and the clock belong to the caller and outlive the supplier.
TokenSupplier csp_token(http::Transport& transport, base::Clock& clock, CspOptions options);

}  // namespace waveform::provider
