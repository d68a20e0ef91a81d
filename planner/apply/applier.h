// Makes the calls of a plan. Each is declared before it is sent, and its result is written after it. A
// failure stops only the changes that depend on it. After a lost response, the applier finds out whether the
// call took effect before it sends anything again.
#pragma once

#include "base/diag.h"
#include "base/result.h"
#include "planner/apply/apply_result.h"
#include "planner/apply/context.h"
#include "planner/plan/plan.h"

namespace waveform::planner {

// ENSURES: the state is saved if that is possible; otherwise what was done is in the journal, as far as that
// could be written. An exception within a change is the failure of that change. ERRORS: Io and the like: the
// state or the journal cannot be written, and nothing was begun.
base::Result<ApplyResult> execute(const Plan& plan, const ApplyContext& context, base::Diags& diags);

}  // namespace waveform::planner
