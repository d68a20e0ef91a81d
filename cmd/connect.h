// The service that a command talks to.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/http/transport.h"
#include "base/result.h"
#include "cmd/project.h"
#include "cmd/session.h"
#include "planner/run.h"
#include "provider/api.h"
#include "state/snapshot.h"

namespace waveform::cmd {

struct Service {
  std::string address;                   // normalised
  std::vector<std::string> credentials;  // the token, or the credentials it is exchanged for
  int parallelism = 1;                   // calls at once
  std::unique_ptr<base::Clock> clock;    // of its calls; a signal ends their pauses
  std::unique_ptr<http::Transport> wire;
  std::unique_ptr<http::Transport> transport;  // above the wire, with that limit
  std::unique_ptr<provider::Api> api;          // gets its token at its first call
  // Redacts credentials and values hidden by the manifest. The first call evaluates the whole manifest, which
  // no other thread may do at that time.
  std::function<std::string(const std::string& text)> hide;
};

// A client of the service. `project` and `snapshot` may be null; their secrets are redacted in the request
// log. Warns on stderr when other users can read a file with the token, and asks for approval before it sends
// the token to an address that only the manifest names. ERRORS: Invalid, Conflict, Corrupt, NotFound, Io;
// none of them holds a token or a piece of ~/.wavefront.
base::Result<Service> connect(Session& session, const Project* project,
                              const state::Snapshot* snapshot = nullptr);

// The same for a run; `service`: gets the client.
base::Result<planner::Connection> connect(Session& session, const Project& project,
                                          const state::Snapshot& snapshot, Service& service);

}  // namespace waveform::cmd
