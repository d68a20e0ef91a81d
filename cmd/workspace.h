// What commands work on: the manifest of this folder, its state, and the service.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/diag.h"
#include "cmd/session.h"
#include "planner/config/disk_files.h"
#include "planner/config/manifest.h"
#include "planner/config/variables.h"
#include "planner/eval/instances.h"
#include "planner/eval/scope.h"
#include "provider/schema.h"
#include "state/backend/backend.h"
#include "state/snapshot.h"
#include "state/store.h"

namespace waveform::cmd {

inline constexpr const char* kUsualState = "waveform.state.json";

// The manifest with its variables and its resources. Points into itself: made once, not moved.
struct Workspace {
  const provider::Catalog& catalog;
  std::unique_ptr<planner::Manifest> manifest;
  planner::DiskFiles files;  // that expressions read
  std::optional<planner::References> references;
  std::optional<planner::ModuleScope> scope;
  planner::Resources resources;
  // What the user gave variables by the environment, -var or an answer, as it was given: not by a file, which
  // may have come with the manifest.
  std::map<std::string, std::string> given_by_user = {};
  // Tokens, and what one is made of, of the environment, the provider block and the profiles; "" for none.
  std::vector<std::string> credentials = {};
  std::set<std::string> token_files = {};  // from which the provider block has its token
};

// Which files the manifest of this directory may read. `added`: roots beside those of -file-root. What is
// wrong with these is in `diags`.
planner::FileRoots file_roots(Session& session, base::Diags& diags,
                              const std::vector<std::string>& added = {});

// Where a manifest is.
struct ManifestFiles {
  std::vector<std::string> files = {};       // none: those of the directory
  std::vector<std::string> file_roots = {};  // beside those of -file-root
  std::optional<planner::ExtraFile> extra = {};
};

// Reads the manifest and the values of variables; what is missing is asked for when a person is there. All
// faults are in `diags`.
std::unique_ptr<Workspace> open_workspace(Session& session, const ManifestFiles& source, base::Diags& diags,
                                          planner::Missing missing = planner::Missing::Error);

// Adds what is wrong with the expressions, evaluated with what is known without the service: of resources in
// `known`, if there is one, what the state remembers; else also what the checks of the domain find, but for
// the `ignored` ones. Does nothing when a file could not be read: what refers to it would be blamed.
void evaluate_all(Workspace& workspace, const std::set<std::string>& ignored, base::Diags& diags,
                  const state::Snapshot* known = nullptr);

// -state, else waveform.state.json.
std::unique_ptr<state::Backend> open_backend(Session& session);
std::unique_ptr<state::Backend> open_backend(const std::string& file);

// The state, locked; waits for as long as -lock-timeout says for another run to end.
base::Result<state::Writer> open_writer(Session& session, state::Backend& backend);

// A state belongs to one service. A new one is pinned to this address; one that is pinned to another is
// refused unless -accept-address was given. REQUIRES: the snapshot is saved by the caller, if at all.
base::Result<void> pin_address(Session& session, state::Snapshot& snapshot, const std::string& address);

}  // namespace waveform::cmd
