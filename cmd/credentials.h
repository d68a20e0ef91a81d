// Authentication: which service, and as whom. The first that gives one wins, for address and token each; an
// address that only the manifest names needs more (service_address.h):
//
//   -profile=NAME        [NAME] of ~/.wavefront
//   the manifest         token in provider "wavefront"; address there when it is a variable that the user set
//   the environment      WAVEFRONT_ADDRESS, WAVEFRONT_TOKEN
//   CSP (token alone)    CSP_API_TOKEN; or CSP_APP_ID and CSP_APP_SECRET; with CSP_ORG_ID and CSP_BASE_URL
//   the default profile  [default] of ~/.wavefront
//
// What comes after the winners is not looked at, except the address in the manifest: it must be the same.
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
  std::optional<provider::CspOptions> csp = {};  // what it is exchanged for
};

// What a run logs in with, and where.
struct Login {
  ChosenAddress address;
  Token token;
};

// `project`: the manifest; null when none is read. `snapshot`: what the state remembers; null when none is.
// Warns on stderr of a file with the token in it that other users can read. ERRORS: Invalid, Conflict,
// Corrupt, NotFound, Io; none of them holds a token or a piece of ~/.wavefront.
base::Result<Login> find_login(Session& session, const Project* project, const state::Snapshot* snapshot);

// All that a run may log in with, the unused ones too; "" where there is none. `token_files`: gets the files
// that the token of the provider block is read from.
std::vector<std::string> find_credentials(Session& session, const planner::Configuration& configuration,
                                          std::set<std::string>& token_files);

}  // namespace waveform::cmd
