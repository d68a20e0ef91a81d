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
  std::vector<std::string> credentials;  // the token, or what it is made of
  int parallelism = 1;                   // calls at once
  std::unique_ptr<base::Clock> clock;    // of its calls: a signal ends their pauses
  std::unique_ptr<http::Transport> wire;
  std::unique_ptr<http::Transport> transport;  // above the wire, with that limit
  std::unique_ptr<provider::Api> api;          // gets its token at its first call
  // Cuts credentials and what the manifest hides out of a text; the first time it evaluates the whole
  // manifest, which no other thread may do at that time.
  std::function<std::string(const std::string& text)> hide;
};

// A client of the service. `project`: the manifest; null when none is read. `snapshot`: what the state
// remembers; null when none is. Both say what the request log must not show. Warns on stderr of a file with
// the token in it that other users can read, and asks at the terminal before the token goes where only the
// manifest says. ERRORS: Invalid, Conflict, Corrupt, NotFound, Io; none of them holds a token or a piece of
// ~/.wavefront.
base::Result<Service> connect(Session& session, const Project* project,
                              const state::Snapshot* snapshot = nullptr);

// The same for a run; `service`: gets the client.
base::Result<planner::Connection> connect(Session& session, const Project& project,
                                          const state::Snapshot& snapshot, Service& service);

}  // namespace waveform::cmd
