// Modifying calls, as the snapshot knows them before and after: a declaration is true whether or not the call
// takes effect. Used by the run itself and by the replay of its journal.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "state/snapshot.h"

namespace waveform::state {

// The declaration before one call. Exactly one of `intent` and `call` is set.
struct Declaration {
  base::Address address;
  std::optional<Intent> intent;  // for a create
  std::string id = {};           // for any other call
  std::optional<OpenCall> call = {};
  SecretDigests open_secrets = {};        // for an update: sent secrets that differ from the recorded ones
  std::optional<Resource> resource = {};  // for an undelete: the resource from now on
};

// The declarations of one run that have no result yet, by call number.
class Declarations {
 public:
  void declare(Snapshot& snapshot, std::int64_t seq, Declaration declaration);
  // The call took effect (or was not needed: `seq` is not declared). `mutation` is the result.
  void done(Snapshot& snapshot, std::int64_t seq, Mutation mutation);
  // The call certainly had no effect: the entry is reset. Does nothing if `seq` is not declared.
  void refused(Snapshot& snapshot, std::int64_t seq);

 private:
  // The former values.
  struct Before {
    base::Address address;
    std::string id;  // of the open call; "" for a create
    std::optional<Resource> resource;
    std::vector<Tombstone> tombstones;
    bool begun = false;  // first declared by this saved plan
  };
  std::map<std::int64_t, Before> open_;
};

}  // namespace waveform::state
