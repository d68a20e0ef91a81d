// Creates of this run whose response was lost: all that wait share one read of the inventory.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/address.h"
#include "base/result.h"
#include "planner/apply/apply_lock.h"
#include "planner/apply/context.h"
#include "planner/live/inventory.h"

namespace waveform::planner {

// Type and name: creates with the same key cannot be told apart.
using CreateKey = std::pair<std::string, std::string>;
CreateKey key_of(const base::Address& address, const base::Value& body);

// The result of a create.
struct Fate {
  enum class Kind {
    Found,       // `ids` has its id
    NotCreated,  // no candidate within the settle time: create it again
    Undecided,   // `ids` has the candidates: the user decides
    Unknown      // interrupted, or the service could not be read: `error`
  };
  Kind kind = Kind::Unknown;
  std::vector<std::string> ids = {};
  base::Error error = {base::ErrorKind::Interrupted, "interrupted", {}};
};

class LostCreates {
 public:
  explicit LostCreates(const ApplyContext& context) : context_(context) {}

  // A create is under way while the result lives: none with its key is decided.
  Membership<CreateKey> begin(CreateKey key) REQUIRES(apply_lock) { return {under_way_, std::move(key)}; }

  // Waits for the result and records it; Undecided and Unknown leave the intent open. REQUIRES: the intent of
  // the address is declared with this number, and its response was lost just now.
  Fate wait_for(const base::Address& address, std::int64_t seq) REQUIRES(apply_lock);

 private:
  struct Waiting {
    std::int64_t seq;
    base::Millis since;  // by steady(): when the response was lost
  };

  void poll() REQUIRES(apply_lock);
  base::Millis next_pause() const REQUIRES(apply_lock);
  void decide_by(const Inventory& live, base::Millis seen) REQUIRES(apply_lock);
  void decide(const base::Address& address, Fate fate, const Inventory& live) REQUIRES(apply_lock);
  void give_up(const base::Error& error) REQUIRES(apply_lock);

  const ApplyContext& context_;
  std::multiset<CreateKey> under_way_ GUARDED_BY(apply_lock);
  std::map<base::Address, Waiting> waiting_ GUARDED_BY(apply_lock);
  std::map<base::Address, Fate> fates_ GUARDED_BY(apply_lock);
  bool is_polling_ GUARDED_BY(apply_lock) = false;
  base::Millis last_poll_ GUARDED_BY(apply_lock){0};  // how long it took
};

}  // namespace waveform::planner
