// The simulator's own endpoints, on the same port as the API: JSON in and out, without envelope and token,
// not logged and not affected by faults.
//
//   GET    /simulator/dump                              everything it holds, secrets included
//   PUT    /simulator/dump                              replaces everything
//   GET    /simulator/log                               [{method, path, call, status, write}]
//   DELETE /simulator/log                               forgets log and counters
//   GET    /simulator/counters                          {requests, reads, writes, byCall{}}
//   GET    /simulator/faults                            ["SPEC"]
//   POST   /simulator/faults                            {"fault": "SPEC"}
//   DELETE /simulator/faults                            no more faults
//   GET    /simulator/options                           {name: value}, the token left out
//   GET    /simulator/changes                           [{when, do, ..., struck, error}]: changes.h
//   POST   /simulator/changes                           {"when": "...", "do": "...", ...}
//   DELETE /simulator/changes                           no more changes wait
//   POST   /simulator/integrations                      makes this one, unchecked; {"id"}
//   PATCH  /simulator/integrations/ID                   merge patch (RFC 7396), by console@example.com
//   DELETE /simulator/integrations/ID                   purges it
//   POST   /simulator/integrations/ID/fail              its credentials fail; {"message"} or no body
//   POST   /simulator/integrations/ID/trash|undelete    into and out of the recycle bin
//   POST   /simulator/external-ids/ID/expire
//   DELETE /simulator/access-tokens                     those that CSP gave are good no longer
//
// 200 with {} where nothing is named; otherwise 400 or 404 with {"error": "..."}.
#pragma once

#include "base/http/transport.h"
#include "provider/simulator/outcome.h"
#include "provider/simulator/simulator.h"

namespace waveform::provider::simulator {

// All that a port serves: these endpoints, and the API (Simulator::handle).
Outcome serve(Simulator& simulator, const http::Request& request);

}  // namespace waveform::provider::simulator
