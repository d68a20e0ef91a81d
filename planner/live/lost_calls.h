// What became of calls whose answer was lost, as a pure function of the state and of what the service has.
//
// A create may have made an integration that is not among the ids that its run found before, and that no
// state entry owns. In this order: one that equals an open intent goes to that intent (k of them to n equal
// intents: min(k, n); more of them than intents need a decision, and so does one that another account
// created); one of the name of an intent needs a decision; so does one of its account, when nothing else has
// that account. No time decides anything: how long to look is the caller's (planner/look.h,
// planner/apply/lost_creates.h).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/live/inventory.h"
#include "provider/schema.h"
#include "state/snapshot.h"

namespace waveform::planner {

struct Settlement {
  std::vector<std::pair<base::Address, std::string>> found;  // with the id
  // A person decides which of these ids it is, if any: `equal` at once, `alike` when nothing equal shows
  // within the settle time.
  std::map<base::Address, std::vector<std::string>> equal;
  std::map<base::Address, std::vector<std::string>> alike;
  std::vector<base::Address> unseen;     // nothing shows
  std::vector<base::Address> left_over;  // external ids: they cannot be listed, so one may be left over
};

Settlement settle(const provider::Catalog& catalog, const state::Snapshot& snapshot, const Live& live);

// The ids of open calls whose effect does not show: they may still be under way.
std::vector<std::string> hidden_calls(const provider::Catalog& catalog, const state::Snapshot& snapshot,
                                      const Live& live);

// By what integrations are taken for each other beyond being equal: the digests of an intent. White space and
// case do not count. "": it has no name, no account, or they are not known.
struct Likeness {
  std::string name_digest;
  std::string account_digest;
};
Likeness likeness_of(const provider::ResourceType& type, const base::Value::Map& attributes,
                     std::string_view digest_key);

// What the state keeps of a create that was in doubt and is this one.
state::Resource found_record(const state::Intent& intent, const std::string& id, const Live& live);

// Takes what was found into the state, drops the intents that nothing shows of, and ends the open calls as
// the service shows them. Intents that need a decision stay.
void carry_over(const provider::Catalog& catalog, const Settlement& settlement, const Live& live,
                state::Snapshot& snapshot);

}  // namespace waveform::planner
