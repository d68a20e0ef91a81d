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

}  // namespace waveform::cmd
