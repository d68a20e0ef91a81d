// A resource in the state, and calls about it that are in doubt.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/value.h"
#include "state/tombstones.h"

namespace waveform::state {

struct Resource {
  std::string id;
  base::Value::Map attributes;   // as last read; without secrets and nulls
  std::set<std::string> ours;    // attributes that the manifest sets
  SecretDigests secret_digests;  // of secrets as last sent, or recorded without being sent
  SecretDigests open_secrets;    // of secrets in an open update: the service may have either value
  std::set<std::string> unverified_secrets;  // never sent: the service may have other values
  std::vector<base::Address> dependencies;
  bool skip_trash = false;  // lifecycle { skip_trash = true }: kept after the block is removed

  friend bool operator==(const Resource&, const Resource&) = default;
};

// A create that may have taken effect: the service may have an integration whose id is unknown.
struct Intent {
  base::Address address;
  std::string run;          // ids in its known_ids cannot come from this create
  base::Value body;         // as sent, without secrets; null for an external id
  Resource expected;        // the future state entry, without id and attributes
  std::string name_digest;  // of the name as normalised in planner/live/lost_calls.h; "" for an external id
  std::string account_digest;           // of its account; "" when it has none
  std::int64_t since_epoch_millis = 0;  // for messages only

  friend bool operator==(const Intent&, const Intent&) = default;
};

// A call to an existing integration that may have taken effect, or may still take effect.
struct OpenCall {
  enum class Kind { Update, Delete, Undelete };
  Kind kind = Kind::Update;
  base::Address address;
  // Of an update: the values sent, null for a reset; without secrets, which are in the resource's
  // open_secrets.
  base::Value::Map sent;
  std::set<std::string> claims;  // of an update: attributes that this call adds to `ours`

  friend bool operator==(const OpenCall&, const OpenCall&) = default;
};

// The ids that a run found before its first create, and the creator that its own creates show.
struct KnownIds {
  std::set<std::string> ids;  // all ids in the list and the recycle bin
  std::string creator_id;     // "" until the first create has a response

  friend bool operator==(const KnownIds&, const KnownIds&) = default;
};

}  // namespace waveform::state
