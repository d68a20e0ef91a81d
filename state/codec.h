// Encodes and decodes the state file. The format is documented in docs/state-format.md.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
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

}  // namespace waveform::state
