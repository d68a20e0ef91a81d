// Creates of this run whose response was lost: all that wait for what became of theirs share one look-up.
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

// What creates have in common that cannot be told apart: type and name.
using CreateKey = std::pair<std::string, std::string>;
CreateKey key_of(const base::Address& address, const base::Value& body);

// What became of a create.
struct Fate {
  enum class Kind {
    Found,       // `ids` has its own
    NotCreated,  // nothing like it showed within the settle time: it may be created again
    Undecided,   // `ids` has the candidates: a person decides
    Unknown      // interrupted, or the service could not be read: `error`
  };
  Kind kind = Kind::Unknown;
  std::vector<std::string> ids = {};
  base::Error error = {base::ErrorKind::Interrupted, "interrupted", {}};
};

class LostCreates {
 public:
  explicit LostCreates(const ApplyContext& context) : context_(context) {}

  // While the result lives, a create is under way: none that is like it is decided, since what is found could
  // be its own.
  Membership<CreateKey> begin(CreateKey key) REQUIRES(apply_lock) { return {under_way_, std::move(key)}; }

  // Waits until it is known, and records it: what was found is managed from then on. REQUIRES: the intent of
  // the address is declared, with this number, and its response was lost just now. Unless it was found or not
  // made, it stays declared.
  Fate wait_for(const base::Address& address, std::int64_t seq) REQUIRES(apply_lock);

 private:
  struct Waiting {
    std::int64_t seq;
    base::Millis since;  // by the clock's steady(): the call may have gone out until then
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
