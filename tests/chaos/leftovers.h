// What a run left and said: the state and the journal in its folder, and what its output asks a person to
// decide.
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
  Ids ids;                                            // of the state file; empty when it cannot be read
  std::map<std::string, std::set<std::string>> ours;  // by address, tombstones too
  // Of integrations: declared, without a result; whether it is known as whom that run creates.
  std::map<std::string, bool> open_creates;
  std::vector<std::string> created;  // ids of creates that the journal knows, in its order
};
Leftovers leftovers_of(const TemporaryFolder& folder);

// A create in doubt that is left to a person, with the ids of which one may be it.
struct Doubt {
  std::string address;
  std::vector<std::string> ids;
};
std::vector<Doubt> doubts_in(const std::string& output);

// Addresses that failed since others changed them.
std::set<std::string> changed_in(const std::string& output);
// Failed changes and changes that were not tried, as the summary says.
struct Undone {
  int failed = 0;
  int not_tried = 0;
};
Undone undone_in(const std::string& output);

// Ids of integrations that this run created, in its order.
std::vector<std::string> created_in(const std::string& output);
// Creates in doubt of earlier runs that this run found (by address, with the id), and those that had no
// effect.
Ids found_in(const std::string& output);
std::set<std::string> not_made_in(const std::string& output);

// Addresses of a saved plan's changes.
std::set<std::string> addresses_of_plan(const std::string& plan);

}  // namespace waveform::test
