// Digests in the place of secrets.
#pragma once

#include <string>
#include <string_view>

#include "base/value.h"
#include "state/snapshot.h"

namespace waveform::planner {

// HMAC-SHA-256 over the canonical form: JSON with sorted keys, and a text without the line end of the file
// that it came from. A text that is JSON itself (a key file) counts as that JSON. REQUIRES: wholly known.
std::string secret_digest(std::string_view digest_key, const base::Value& secret);

enum class SecretVerdict {
  Same,     // what was last sent
  Changed,  // something else, or not known yet
  First,    // there is nothing to compare with: it was imported, or given for the first time
};
SecretVerdict compare_secret(std::string_view digest_key, const state::SecretDigests& digests,
                             const std::string& attribute, const base::Value& secret);

// True when an integration in the state was last sent this external id.
bool is_external_id_in_use(const state::Snapshot& snapshot, const std::string& external_id);

}  // namespace waveform::planner
