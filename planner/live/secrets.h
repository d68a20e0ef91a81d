// Digests of secrets.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/value.h"
#include "provider/schema.h"
#include "state/snapshot.h"

namespace waveform::planner {

// HMAC-SHA-256 over the sent value, as JSON with sorted keys. A string that contains a JSON object (a key
// file) counts as that object: spaces, key order and a byte order mark are ignored. REQUIRES: wholly known.
std::string secret_digest(std::string_view digest_key, const base::Value& secret);

enum class SecretVerdict {
  Same,     // what was last sent, or recorded
  Changed,  // different or unknown; or it must be sent again, since the service's value is not known
  First,    // no digest to compare with: imported, or set for the first time
  Other,    // Changed, and not sent by the update whose response was lost
};
SecretVerdict compare_secret(std::string_view digest_key, const state::Resource& known,
                             const std::string& attribute, const base::Value& secret);

// Never stored or shown: a secret attribute, or a value that derives from one.
bool is_hidden(const provider::Attribute& attribute, const base::Value& value);

// Null with the marks, wherever something known is Sensitive or Masked.
base::Value without_hidden(const base::Value& value);

// The external ids in the state, which are never shown.
std::set<std::string> managed_external_ids(const provider::Catalog& catalog, const state::Snapshot& snapshot);

// Masks every string that contains one of them.
base::Value mask_external_ids(const std::set<std::string>& ids, const base::Value& value);

// The hidden names of a state: of resources, tombstones and intents.
class HiddenNames {
 public:
  explicit HiddenNames(const state::Snapshot& snapshot);
  bool has(const std::string& name) const;

 private:
  std::string digest_key_;
  std::set<std::string> digests_;
};

// Whether this external id was last sent for an integration in the state.
bool is_external_id_in_use(const state::Snapshot& snapshot, const std::string& external_id);

}  // namespace waveform::planner
