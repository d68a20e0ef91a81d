// What a run left behind: state and journal, and the decisions that its output asks for.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/program.h"

namespace waveform::test {

using Ids = std::map<std::string, std::string>;  // by address

constexpr const char* kState = "waveform.state.json";

struct Leftovers {
  Ids ids;                                            // in the state file; empty if it cannot be read
  std::map<std::string, std::set<std::string>> ours;  // by address, including tombstones
  // Of integrations: declared without a result; whether the run's creator is known.
  std::map<std::string, bool> open_creates;
  std::vector<std::string> created;  // ids of creates in the journal, in order
};
Leftovers leftovers_of(const TemporaryDirectory& directory);

// A create in doubt that the user has to decide, with the candidate ids.
struct Doubt {
  std::string address;
  std::vector<std::string> ids;
};
std::vector<Doubt> doubts_in(const std::string& output);

// Addresses that failed because of edits by other users.
std::set<std::string> changed_in(const std::string& output);
// Failed changes and changes that were not tried, from the summary.
struct Undone {
  int failed = 0;
  int not_tried = 0;
};
Undone undone_in(const std::string& output);

// Ids of integrations that this run created, in order.
std::vector<std::string> created_in(const std::string& output);
// Creates in doubt of earlier runs: those that this run found (by address, with the id), and those that had
// no effect.
Ids found_in(const std::string& output);
std::set<std::string> not_made_in(const std::string& output);

// The addresses in a saved plan.
std::set<std::string> addresses_of_plan(const std::string& plan);

}  // namespace waveform::test
