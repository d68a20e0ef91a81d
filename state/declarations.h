// Calls that change something, as the snapshot knows them before and after: what is written down before a
// call is true whether or not the call takes effect. Used by the run itself and by the replay of its journal.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "state/snapshot.h"

namespace waveform::state {

// What is declared before one call. Exactly one of `intent` and `call` is set.
struct Declaration {
  base::Address address;
  std::optional<Intent> intent;  // of a create
  std::string id = {};           // of any other call
  std::optional<OpenCall> call = {};
  SecretDigests open_secrets = {};  // of an update: secrets that it sends and that differ from the recorded
  std::optional<Resource> resource = {};  // of an undelete: the resource from now on
};

// The declarations of one run that have no result yet, by the number of their call.
class Declarations {
 public:
  void declare(Snapshot& snapshot, std::int64_t seq, Declaration declaration);
  // The call took effect (or none was needed: `seq` is not declared), and this is what it made of the state.
  void done(Snapshot& snapshot, std::int64_t seq, Mutation mutation);
  // It is certain that the call had no effect: the entry is again as it was. Without effect when `seq` is not
  // declared.
  void refused(Snapshot& snapshot, std::int64_t seq);

 private:
  // What to put back.
  struct Before {
    base::Address address;
    std::string id;  // of the open call; "" of a create
    std::optional<Resource> resource;
    std::vector<Tombstone> tombstones;
    bool begun = false;  // by this saved plan
  };
  std::map<std::int64_t, Before> open_;
};

}  // namespace waveform::state
