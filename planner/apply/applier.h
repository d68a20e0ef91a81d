// Applies a plan. Each call is declared before it is sent, and its result is recorded after it. A failure
// stops only the changes that depend on it. After a lost response, a call is sent again only when reads show
// that it took no effect.
#pragma once

#include "base/diag.h"
#include "base/result.h"
#include "planner/apply/apply_result.h"
#include "planner/apply/context.h"
#include "planner/plan/plan.h"

namespace waveform::planner {

// ENSURES: the state is saved or, if that fails, the journal has all results that could be written. An
// exception within a change is its failure. ERRORS: state or journal cannot be written; nothing was sent.
base::Result<ApplyResult> execute(const Plan& plan, const ApplyContext& context, base::Diags& diags);

}  // namespace waveform::planner
