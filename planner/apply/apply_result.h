// The result of an apply.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/result.h"
#include "base/value.h"
#include "planner/plan/plan.h"

namespace waveform::planner {

struct Failure {
  base::Address address;
  base::Error error;
};

struct Skipped {
  base::Address address;
  std::string reason;
};

struct ApplyResult {
  std::map<Action, std::int64_t> done;
  std::int64_t deleted_for_good = 0;  // of the deletes among these
  std::vector<Failure> failed;
  std::vector<Skipped> skipped;
  base::Value::Map outputs;  // of the manifest, with sensitive ones
  bool interrupted = false;
  std::optional<base::Error> not_saved;  // why the state could not be written

  bool complete() const { return failed.empty() && skipped.empty(); }
};

}  // namespace waveform::planner
