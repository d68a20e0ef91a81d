// Digests in the place of secrets.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/value.h"
#include "provider/schema.h"
#include "state/snapshot.h"

namespace waveform::planner {

// HMAC-SHA-256 over what is sent, as JSON with sorted keys. A string that is a JSON object itself (a key
// file) counts as that object: spaces, the order of its keys and a byte order mark before it are no
// difference. REQUIRES: wholly known.
std::string secret_digest(std::string_view digest_key, const base::Value& secret);

enum class SecretVerdict {
  Same,     // what was last sent, or recorded
  Changed,  // something else, or not known yet; or it has to be sent again: what the service has is not known
  First,    // there is nothing to compare with: it was imported, or given for the first time
  Other,    // Changed, and not what the update sent whose answer was lost
};
SecretVerdict compare_secret(std::string_view digest_key, const state::Resource& known,
                             const std::string& attribute, const base::Value& secret);

// Hidden from everything that is kept or shown: a secret attribute, or a value that derives from one.
bool is_hidden(const provider::Attribute& attribute, const base::Value& value);

// Null with the marks, wherever something known is Sensitive or Masked.
base::Value without_hidden(const base::Value& value);

// The external ids that the state manages: kept in it, and never shown.
std::set<std::string> managed_external_ids(const provider::Catalog& catalog, const state::Snapshot& snapshot);

// Masked wherever a text has one of them in it.
base::Value mask_external_ids(const std::set<std::string>& ids, const base::Value& value);

// The names that a state hides: of resources, of what is in the recycle bin, and of what is in doubt.
class HiddenNames {
 public:
  explicit HiddenNames(const state::Snapshot& snapshot);
  bool has(const std::string& name) const;

 private:
  std::string digest_key_;
  std::set<std::string> digests_;
};

// True when an integration in the state was last sent this external id.
bool is_external_id_in_use(const state::Snapshot& snapshot, const std::string& external_id);

}  // namespace waveform::planner
