// The state file's text. The format is docs/state-format.md.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "base/value.h"
#include "state/snapshot.h"

namespace waveform::state {

// Version of the format that encode() writes. Older ones are read, newer ones refused.
inline constexpr int kFormatVersion = 1;

// Indented, sorted, one attribute a line; equal snapshots give equal texts. Ends with a newline.
std::string encode(const Snapshot& snapshot);
// Gives an encoded snapshot another serial.
void set_serial(std::string& text, std::int64_t serial);

// ERRORS: Corrupt (empty, cut, not JSON, too deep, a field of a wrong type), Unsupported (a newer version,
// another program's file). The message says what it is, never what is in it.
base::Result<Snapshot> decode(std::string_view text);

// The parts that the journal writes too.
base::Value encode_resource(const Resource& resource);
base::Result<Resource> decode_resource(const base::Value& value);
base::Value encode_tombstone(const Tombstone& tombstone);
base::Result<Tombstone> decode_tombstone(const base::Value& value);
base::Value encode_doubt(const Doubt& doubt);
base::Result<Doubt> decode_doubt(const base::Value& value);
// With the id.
base::Result<std::pair<std::string, OpenDelete>> decode_open_delete(const base::Value& value);

}  // namespace waveform::state
