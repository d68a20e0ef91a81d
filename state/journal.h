// The journal of a run, written before and after every modifying call, so that the next run can continue
// after a kill. The format is documented in docs/journal-format.md.
//
// A line is the unit of one flush: a checksum and a list of records, each a JSON object. The first record is
// the header. Every call then has a declaration before and a result after it, joined by `seq`. A call waits
// until its declaration is on the disk, so a torn tail is ignored.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "state/declarations.h"
#include "state/snapshot.h"

namespace waveform::state {

// The header identifies the run and the state that the journal continues; `snapshot.plan` is the saved plan.
std::string header_record(const Snapshot& snapshot, const Run& run);
// The ids that the list and the recycle bin showed before the first create of this run.
std::string known_record(const std::set<std::string>& ids);
// Before a call: what it may do.
std::string declaration_record(std::int64_t seq, const Declaration& declaration);
// The call took effect, or was not needed; this is the new entry of the state.
std::string done_record(std::int64_t seq, const Mutation& mutation);
// The call certainly had no effect.
std::string refused_record(std::int64_t seq);

// A line of records, separated by commas.
std::string journal_line(std::string_view records);

// Replays a left-over journal into the snapshot: declarations and results have the same effect as in the run
// itself; a call without a result stays declared. A journal of an older serial of the same lineage is already
// part of the state and is ignored. ERRORS: Conflict (another lineage, or a later serial than the state's),
// Corrupt (a line with a wrong checksum that is not the last), Unsupported.
base::Result<void> replay(Snapshot& snapshot, std::string_view journal);

}  // namespace waveform::state
