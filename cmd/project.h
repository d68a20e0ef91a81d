// The manifest of a command, with the credentials of its run.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "planner/eval/configuration.h"

namespace waveform::cmd {

struct Project {
  std::unique_ptr<planner::Configuration> configuration;
  // Tokens and CSP credentials of the environment, the provider block and the profiles; "" when missing.
  std::vector<std::string> credentials = {};
  std::set<std::string> token_files = {};  // that the provider block reads its token from
};

// Null where there is no manifest.
inline const planner::Configuration* configuration_of(const Project* project) {
  return project == nullptr ? nullptr : project->configuration.get();
}

}  // namespace waveform::cmd
