// Log-on through VMware Cloud Services (CSP): an API token, or the id and secret of a server-to-server OAuth
// app, is exchanged for an access token that is good for a while.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/http/retry.h"
#include "base/http/transport.h"
#include "provider/client.h"

namespace waveform::provider {

struct CspOptions {
  std::string address = "https://console.cloud.vmware.com";  // as http::normalise_address gives it
  std::string api_token;                                     // this, ...
  std::string app_id;                                        // ... or else these two
  std::string app_secret;
  std::string org_id;  // of the app; "": CSP knows itself
  http::RetryPolicy retry = {};
  base::Millis timeout{60'000};  // of one exchange
  Observer observer = {};
  std::function<bool()> interrupted = {};  // as in ClientOptions
};

// The access token is kept until a tenth of its life is left, at most 60 s before its end; one whose life CSP
// does not tell, until the service rejects it. A token that was rejected is exchanged anew, unless another
// thread has done so already. One exchange at a time, for whose outcome all others wait. An exchange changes
// nothing, so it is repeated as a read is.
//
// ERRORS: Unauthorized, Throttled or Unreachable, never InDoubt: of the call that needs the token nothing was
// sent. The message names CSP's address, the hint what to check; neither has CSP's own words, which may
// repeat the secret. The transport and the clock belong to the caller and outlive the supplier.
TokenSupplier csp_token(http::Transport& transport, base::Clock& clock, CspOptions options);

}  // namespace waveform::provider
