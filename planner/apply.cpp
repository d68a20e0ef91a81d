#include "planner/apply/context.h"
#include "planner/run.h"

namespace waveform::planner {

base::Result<ApplyResult> apply(Planning& planning, state::Writer& writer, Progress& progress,
                                const Outside& outside, base::Diags& diags) {
  const ApplyContext context{*planning.input,
                             *planning.configuration.scope,
                             *planning.connection.api,
                             writer,
                             outside.clock,
                             progress,
                             outside.interrupted,
                             planning.settle_time,
                             planning.connection.parallelism,
                             planning.first_look,
                             planning.held,
                             planning.held_until};
  return execute(planning.plan, context, diags);
}

}  // namespace waveform::planner
