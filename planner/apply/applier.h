// A plan to calls. Every call is declared before it goes out, and its result written after it; one failure
// stops only what depends on it; what became of a lost answer is found out before anything is sent again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "base/result.h"
#include "planner/apply/context.h"
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
  std::vector<Failure> failed;
  std::vector<Skipped> skipped;
  bool interrupted = false;
  std::optional<base::Error> not_saved;  // the state could not be written in the end

  bool complete() const { return failed.empty() && skipped.empty(); }
};

// Ends with the state saved, if it can be; what was done is in the service then and, as far as it could be,
// in the journal. ERRORS: Io and the like: the state or the journal cannot be written, and nothing was begun.
base::Result<ApplyResult> execute(const Plan& plan, const ApplyContext& context, base::Diags& diags);

}  // namespace waveform::planner
