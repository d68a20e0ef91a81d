// What a run has done so far, written before and after every call that changes something, so that a run that
// is killed can be taken up by the next. The format is docs/journal-format.md.
//
// A line is what one flush brought to the disk: a checksum and a list of records, each a JSON object. The
// first record is the header; then, for every call, a declaration before and a result after, joined by `seq`.
// A call waits for its declaration: what a kill tore off at the end does not count.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "state/declarations.h"
#include "state/snapshot.h"

namespace waveform::state {

// The header names the state that the journal goes on from, and the run; `snapshot.plan` is the saved plan's.
std::string header_record(const Snapshot& snapshot, const Run& run);
// What list and recycle bin showed to this run before its first create.
std::string known_record(const std::set<std::string>& ids);
// Before a call, what it may do.
std::string declaration_record(std::int64_t seq, const Declaration& declaration);
// The call took effect, or none was needed, and this is what it made of the state.
std::string done_record(std::int64_t seq, const Mutation& mutation);
// It is certain that nothing happened.
std::string refused_record(std::int64_t seq);

// A line of records, which have commas between them.
std::string journal_line(std::string_view records);

// Carries a left-over journal into the snapshot: declarations and results take effect as in the run itself;
// what has no result stays declared. A journal of an older serial of the same lineage has already been
// carried over and is passed over. ERRORS: Conflict (another lineage, or a serial that this state has not
// reached), Corrupt (a line that is not as it was written, with more behind it), Unsupported.
base::Result<void> replay(Snapshot& snapshot, std::string_view journal);

}  // namespace waveform::state
