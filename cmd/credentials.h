// Authentication: the service and its token. The first source wins, separately for address and token; an
// address that only the manifest names needs approval (service_address.h):
//
//   -profile=NAME        [NAME] of ~/.wavefront
//   the manifest         token in provider "wavefront"; address there when it is a variable that the user set
//   the environment      WAVEFRONT_ADDRESS, WAVEFRONT_TOKEN
//   CSP (token alone)    CSP_API_TOKEN; or CSP_APP_ID and CSP_APP_SECRET; with CSP_ORG_ID and CSP_BASE_URL
//   the default profile  [default] of ~/.wavefront
//
// Later sources are ignored, except the address in the manifest: it must be the same.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "cmd/project.h"
#include "cmd/service_address.h"
#include "cmd/session.h"
#include "provider/csp.h"
#include "state/snapshot.h"

namespace waveform::cmd {

struct Token {
  std::string text;                              // "": by CSP
  std::string hint = {};                         // what to do when the service rejects it
  std::optional<provider::CspOptions> csp = {};  // the credentials it is exchanged for
};

// The credentials of a run and its service.
struct Login {
  ChosenAddress address;
  Token token;
};

// `project` and `snapshot` may be null. Warns on stderr when other users can read a file with the token.
// ERRORS: Invalid, Conflict, Corrupt, NotFound, Io; none of them holds a token or a piece of ~/.wavefront.
base::Result<Login> find_login(Session& session, const Project* project, const state::Snapshot* snapshot);

// All credentials that a run can use, including unused ones; "" when missing. `token_files`: receives the
// files that the token of the provider block is read from.
std::vector<std::string> find_credentials(Session& session, const planner::Configuration& configuration,
                                          std::set<std::string>& token_files);

}  // namespace waveform::cmd
