// Creates whose answer was lost: what became of them. Pure.
//
// What the service made of such a create is an integration that nobody owns, is newer than all that was seen
// before the call, and equals what was sent. k of them for n equal creates settle min(k, n); more of them
// than creates are for a person to decide. A delete that a killed run began is waited
// for, too: sent again while the first is under way, it would purge. One that does not show may still be
// under way, until the settle time has passed since the call.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "planner/live.h"
#include "provider/schema.h"
#include "state/snapshot.h"

namespace waveform::planner {

struct Settlement {
  std::vector<std::pair<base::Address, std::string>> found;  // with the id
  std::vector<base::Address> missing;                        // looked for long enough: nothing was made
  std::vector<base::Address> waiting;                        // not there yet
  std::vector<base::Address> left_over;  // external ids: they cannot be listed, so one may be left over
  std::map<base::Address, std::vector<std::string>> ambiguous;
};

// `seen_epoch_millis`: when the look at `live` began.
Settlement settle(const provider::Catalog& catalog, const state::Snapshot& snapshot, const Live& live,
                  std::int64_t seen_epoch_millis, base::Millis settle_time);

// Times that say nothing are counted from now on: those of a left-over journal, since an intent may have
// waited for long before its call went out, and those of another machine's clock that are in the future.
void mend_times(state::Snapshot& snapshot, std::int64_t now_epoch_millis);

// What the state keeps of a create that was in doubt and is this one.
state::Resource found_record(const state::Doubt& doubt, const std::string& id, const Live& live);

// Takes what was found into the state, and drops the doubt of what is missing; `give_up_waiting`: of what is
// waited for, too. What is ambiguous stays in doubt.
void carry_over(const Settlement& settlement, const Live& live, bool give_up_waiting,
                state::Snapshot& snapshot);

}  // namespace waveform::planner
