// The state file's text. The format is docs/state-format.md.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "state/snapshot.h"

namespace waveform::state {

// Version of the format that encode() writes. Older ones are read, newer ones refused.
inline constexpr int kFormatVersion = 2;

// Indented, sorted, one attribute a line; equal snapshots give equal texts. Ends with a newline.
std::string encode(const Snapshot& snapshot);
// Gives an encoded snapshot another serial and another run.
void set_writer(std::string& text, std::int64_t serial, const Run& run);

// ERRORS: Corrupt (empty, cut, not JSON, too deep, a field of a wrong type), Unsupported (a newer version,
// another program's file). The message says what it is, never what is in it.
base::Result<Snapshot> decode(std::string_view text);

// The parts that the journal writes too.
base::Value encode_resource(const Resource& resource);
base::Result<Resource> decode_resource(const base::Value& value);
base::Value encode_tombstone(const Tombstone& tombstone);
base::Result<Tombstone> decode_tombstone(const base::Value& value);
base::Value encode_intent(const Intent& intent);
base::Result<Intent> decode_intent(const base::Value& value);
// Of version 1 of the state, and of versions 1 and 2 of the journal: without a run.
base::Result<Intent> decode_old_intent(const base::Value& value);
base::Value encode_call(const OpenCall& call);
base::Result<OpenCall> decode_call(const base::Value& value);
base::Value encode_strings(const std::set<std::string>& words);
base::Value encode_digests(const SecretDigests& digests);

}  // namespace waveform::state
