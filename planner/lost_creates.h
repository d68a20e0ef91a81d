// Creates of this run whose answer was lost: all that wait for what became of theirs share one look-up.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/address.h"
#include "base/result.h"
#include "planner/applier.h"
#include "planner/turn.h"

namespace waveform::planner {

// What is common to creates that could be taken for each other: type and name.
using Likeness = std::pair<std::string, std::string>;

// What became of one.
struct Fate {
  enum class Kind {
    Found,      // `ids` has its own
    NotMade,    // looked for long enough: it may be made again
    Ambiguous,  // `ids` has more than were asked for
    Unknown     // interrupted, or the service could not be read: `error`
  };
  Kind kind = Kind::Unknown;
  std::vector<std::string> ids = {};
  base::Error error = {base::ErrorKind::Interrupted, "interrupted", {}};
};

// All with the turn.
class LostCreates {
 public:
  LostCreates(const ApplyContext& context, Turn& turn)
      : context_(context),
        turn_(turn),
        begun_epoch_millis_(context.clock.now_epoch_millis()),
        begun_(context.clock.steady()) {}

  // The time of this run, which no change of the machine's clock moves.
  std::int64_t now_epoch_millis() const {
    return begun_epoch_millis_ + (context_.clock.steady() - begun_).count();
  }

  // Creates that are under way: none that is like one of them is settled meanwhile, since what is found could
  // be theirs.
  void under_way(const Likeness& likeness) { under_way_.insert(likeness); }
  void answered(const Likeness& likeness) { under_way_.erase(under_way_.find(likeness)); }

  // Waits until it is known, and writes it down: what was found is managed from then on. REQUIRES: the create
  // with this intent is in doubt (state::Writer::lost). Unless it was found or not made, it still is
  // afterwards.
  Fate wait_for(const base::Address& address, std::int64_t intent);

 private:
  void look();
  base::Millis pause() const;
  void settle_with(const Live& live, std::int64_t seen_epoch_millis);
  void decide(const base::Address& address, Fate fate, const Live& live);
  void give_up(const base::Error& error);

  const ApplyContext& context_;
  Turn& turn_;
  std::multiset<Likeness> under_way_;
  std::map<base::Address, std::int64_t> waiting_;  // with the intent
  std::map<base::Address, Fate> fates_;
  bool looking_ = false;
  base::Millis last_look_{0};  // how long it took
  const std::int64_t begun_epoch_millis_;
  const base::Millis begun_;
};

Likeness likeness_of(const base::Address& address, const base::Value& body);

}  // namespace waveform::planner
