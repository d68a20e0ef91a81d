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
  // Tokens, and what one is made of, of the environment, the provider block and the profiles; "" for none.
  std::vector<std::string> credentials = {};
  std::set<std::string> token_files = {};  // from which the provider block has its token
};

}  // namespace waveform::cmd
