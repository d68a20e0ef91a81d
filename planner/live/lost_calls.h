// Resolves calls whose response was lost, as a pure function of state and inventory.
//
// A candidate is an integration that did not exist before the run and that no state entry owns. In this
// order: a candidate that equals an open intent resolves it (k of them resolve min(k, n) of n equal intents;
// a surplus, or one created by another account, needs a decision); a candidate with the name of an intent
// needs a decision; so does one with its account, when no other has it. Time is not considered: the caller
// decides how long to look (planner/plan.cpp, planner/apply/lost_creates.cpp).
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

struct Resolution {
  std::vector<std::pair<base::Address, std::string>> found;  // with the id
  // The user decides which of these ids it is, if any: `equal` at once, `alike` when no equal one appears
  // within the settle time.
  std::map<base::Address, std::vector<std::string>> equal;
  std::map<base::Address, std::vector<std::string>> alike;
  std::vector<base::Address> unseen;     // no candidate
  std::vector<base::Address> left_over;  // external ids: they cannot be listed, so one may be left over
};

Resolution resolve_lost_calls(const provider::Catalog& catalog, const state::Snapshot& snapshot,
                              const Inventory& live);

// The ids of open calls without visible effect: they can still be in progress.
std::vector<std::string> hidden_calls(const provider::Catalog& catalog, const state::Snapshot& snapshot,
                                      const Inventory& live);

// Digests of name and account that identify similar integrations, ignoring white space and case. "": no name
// or account, or unknown.
struct Likeness {
  std::string name_digest;
  std::string account_digest;
};
Likeness likeness_of(const provider::ResourceType& type, const base::Value::Map& attributes,
                     std::string_view digest_key);

// The state entry of a create in doubt that turned out to be this one.
state::Resource found_entry(const state::Intent& intent, const std::string& id, const Inventory& live);

// Writes found integrations to the state, drops intents without a candidate, and ends open calls by their
// visible effect. Intents that need a decision stay.
void record_resolution(const provider::Catalog& catalog, const Resolution& resolution, const Inventory& live,
                       state::Snapshot& snapshot);

}  // namespace waveform::planner
