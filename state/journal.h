// What a run has done so far, written before and after every call that changes something, so that a run that
// is killed can be taken up by the next. The format is docs/journal-format.md.
//
// A line is what one flush brought to the disk: a checksum and a list of records, each a JSON object. The
// first record is the header; then, for every call, an intent before and a result after, joined by `seq`.
// What a kill tore off at the end was waited for by nobody, and does not count.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "state/snapshot.h"

namespace waveform::state {

struct Intent {
  std::string call;  // "create", "update", "delete", "undelete", "enable", "disable"
  base::Address address;
  std::string id;              // "" for a create
  base::Value body;            // of a create, without secrets
  Resource expected;           // of a create: as in Doubt
  std::int64_t watermark = 0;  // of a create
  std::int64_t at_epoch_millis = 0;
};

// `plan`: the digest of the saved plan that is carried out; "" when it is none.
std::string header_record(const Snapshot& snapshot, const std::string& plan = {});
std::string intent_record(std::int64_t seq, const Intent& intent);
// The call took effect, and this is what it made of the state.
std::string done_record(std::int64_t seq, const Mutation& mutation);
// It is certain that nothing happened.
std::string refused_record(std::int64_t seq);

// A line of records, which have commas between them.
std::string journal_line(std::string_view records);

// Carries a left-over journal into the snapshot: results are applied; a create without a result becomes a
// Doubt; a delete without one an OpenDelete; other calls without a result need nothing, the next refresh sees
// what they did. A journal of an older serial of the same lineage has already been carried over and is passed
// over. ERRORS: Conflict (another lineage, or a serial that this state has not reached), Corrupt (a line that
// is not as it was written, with more behind it), Unsupported.
base::Result<void> replay(Snapshot& snapshot, std::string_view journal);

}  // namespace waveform::state
