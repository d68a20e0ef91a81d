// Creates of this run whose answer was lost: all that wait for what became of theirs share one look-up.
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

// What is common to creates that could be taken for each other: type and name.
using CreateKey = std::pair<std::string, std::string>;
CreateKey key_of(const base::Address& address, const base::Value& body);

// What became of one.
struct Fate {
  enum class Kind {
    Found,      // `ids` has its own
    NotMade,    // nothing like it showed within the settle time: it may be created again
    Undecided,  // `ids` has what may be it: a person decides
    Unknown     // interrupted, or the service could not be read: `error`
  };
  Kind kind = Kind::Unknown;
  std::vector<std::string> ids = {};
  base::Error error = {base::ErrorKind::Interrupted, "interrupted", {}};
};

// All with the turn.
class LostCreates {
 public:
  LostCreates(const ApplyContext& context, Turn& turn) : context_(context), turn_(turn) {}

  // Creates that are under way: none that is like one of them is settled meanwhile, since what is found could
  // be theirs.
  void under_way(const CreateKey& key) { under_way_.insert(key); }
  void answered(const CreateKey& key) { under_way_.erase(under_way_.find(key)); }

  // Waits until it is known, and writes it down: what was found is managed from then on. REQUIRES: the intent
  // of the address is declared, with this number, and its answer was lost just now. Unless it was found or
  // not made, it stays declared.
  Fate wait_for(const base::Address& address, std::int64_t seq);

 private:
  struct Waiting {
    std::int64_t seq;
    base::Millis since;  // by the clock's steady(): the call may have gone out until then
  };

  void look();
  base::Millis pause() const;
  void settle_with(const Live& live, base::Millis seen);
  void decide(const base::Address& address, Fate fate, const Live& live);
  void give_up(const base::Error& error);

  const ApplyContext& context_;
  Turn& turn_;
  std::multiset<CreateKey> under_way_;
  std::map<base::Address, Waiting> waiting_;
  std::map<base::Address, Fate> fates_;
  bool looking_ = false;
  base::Millis last_look_{0};  // how long it took
};

}  // namespace waveform::planner
