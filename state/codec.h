// Encodes and decodes the state file. The format is documented in docs/state-format.md.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "state/snapshot.h"

namespace waveform::state {

// The format version that encode() writes. Older versions are read, newer ones are refused.
inline constexpr int kFormatVersion = 2;

// Indented, sorted, one attribute per line. Equal snapshots have equal encodings. Ends with a newline.
std::string encode(const Snapshot& snapshot);
// Replaces serial and run in an encoded snapshot.
void set_writer(std::string& text, std::int64_t serial, const Run& run);

// ERRORS: Corrupt (empty, cut off, not JSON, too deep, a field of a wrong type), Unsupported (a newer
// version, another program's file). The message never contains the file's content.
base::Result<Snapshot> decode(std::string_view text);

// The parts that the journal shares.
base::Value encode_resource(const Resource& resource);
base::Result<Resource> decode_resource(const base::Value& value);
base::Value encode_tombstone(const Tombstone& tombstone);
base::Result<Tombstone> decode_tombstone(const base::Value& value);
base::Value encode_intent(const Intent& intent);
base::Result<Intent> decode_intent(const base::Value& value);
// For version 1 of the state, and versions 1 and 2 of the journal: an intent without a run.
base::Result<Intent> decode_old_intent(const base::Value& value);
base::Value encode_call(const OpenCall& call);
base::Result<OpenCall> decode_call(const base::Value& value);
base::Value encode_strings(const std::set<std::string>& words);
base::Value encode_digests(const SecretDigests& digests);

}  // namespace waveform::state
