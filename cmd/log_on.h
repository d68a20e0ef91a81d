// Log-on: which service, and as whom. The first that gives one wins, for address and token each; an address
// that only the manifest names needs more (service_address.h):
//
//   -profile=NAME        [NAME] of ~/.wavefront
//   the manifest         token in provider "wavefront"; address there when it is a variable that the user set
//   the environment      WAVEFRONT_ADDRESS, WAVEFRONT_TOKEN
//   CSP (token alone)    CSP_API_TOKEN; or CSP_APP_ID and CSP_APP_SECRET; with CSP_ORG_ID and CSP_BASE_URL
//   the default profile  [default] of ~/.wavefront
//
// What comes after the winners is not looked at, except the address in the manifest: it must be the same.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/diag.h"
#include "base/http/transport.h"
#include "base/result.h"
#include "cmd/session.h"
#include "cmd/workspace.h"
#include "provider/api.h"
#include "state/snapshot.h"

namespace waveform::cmd {

struct Service {
  std::string address;                   // normalised
  std::vector<std::string> credentials;  // the token, or what it is made of
  int parallelism = 1;                   // calls at once
  std::unique_ptr<base::Clock> clock;    // of its calls: a signal ends their pauses
  std::unique_ptr<http::Transport> wire;
  std::unique_ptr<http::Transport> transport;  // above the wire, with that limit
  std::unique_ptr<provider::Api> api;          // logs on at its first call
  // Cuts credentials and what the manifest hides out of a text; the first time it evaluates the whole
  // manifest, which no other thread may do at that time.
  std::function<std::string(const std::string& text)> hide;
};

// A client of the service. `workspace`: the manifest; null when none is read. `snapshot`: what the state
// remembers; null when none is. Both say what the log of calls must not show. Warns on stderr of a file with
// the token in it that other users can read, and asks at the terminal before the token goes where only the
// manifest says. ERRORS: Invalid, Conflict, Corrupt, NotFound, Io; none of them holds a token or a piece of
// ~/.wavefront.
base::Result<Service> connect(Session& session, const Workspace* workspace,
                              const state::Snapshot* snapshot = nullptr);

// Sets the workspace's credentials; from now on the session shows none of them.
void learn_credentials(Session& session, Workspace& workspace);

// Adds what is wrong with the provider block, as far as it is known without the service.
void check_provider(const Workspace& workspace, base::Diags& diags);

}  // namespace waveform::cmd
