#include "tests/chaos/leftovers.h"

#include <regex>

#include "base/json.h"
#include "base/text.h"
#include "base/value.h"
#include "tests/chaos/fleet.h"

namespace waveform::test {

using base::Value;

namespace {

bool is_external_id(const std::string& address) {
  return address.starts_with(std::string(Fleet::kIdType) + ".");
}

void read_state(const Value& state, Leftovers& left) {
  const auto note_ours = [&](const std::string& address, const Value& entry) {
    for (const auto& name : entry.get("ours").as_list()) left.ours[address].insert(name.as_string());
  };
  for (const auto& [address, resource] : state.get("resources").as_map()) {
    left.ids[address] = resource.get("id").as_string();
    note_ours(address, resource);
  }
  for (const auto& tombstone : state.get("tombstones").as_list())
    note_ours(tombstone.get("address").as_string(), tombstone);
  for (const auto& intent : state.get("intents").as_list()) {
    const Value& creator = state.get("known_ids").get(intent.get("run").as_string()).get("creator_id");
    left.open_creates[intent.get("address").as_string()] = creator.is_string() && creator != Value("");
  }
}

// Lines after a torn one were not waited for.
void read_journal(const std::string& journal, Leftovers& left) {
  constexpr std::size_t kChecksum = 17;  // including the space
  std::map<std::int64_t, std::string> creates;
  for (const auto line : base::split(journal, '\n')) {
    const auto records = base::parse_json(line.size() > kChecksum ? line.substr(kChecksum) : "");
    if (!records || !records->is_list()) break;
    for (const auto& record : records->as_list()) {
      const Value& seq = record.get("seq");
      if (!seq.is_integer()) continue;
      if (record.get("intent").is_map()) creates[seq.as_integer()] = record.get("address").as_string();
      if (record.get("result").is_null() || !creates.contains(seq.as_integer())) continue;
      left.open_creates.erase(creates.at(seq.as_integer()));
      const Value& id = record.at_path("resource.id");
      if (id.is_string() && !is_external_id(record.get("address").as_string()))
        left.created.push_back(id.as_string());
      creates.erase(seq.as_integer());
    }
  }
  for (const auto& [seq, address] : creates) left.open_creates[address] = !left.created.empty();
}

// The output with wrapped lines joined.
std::string joined(const std::string& output) {
  return std::regex_replace(output, std::regex("\n +"), " ");
}

// Calls `take` with the groups of each match.
template <typename Take>
void each_match(const std::string& text, const char* pattern, Take take) {
  const std::regex regex(pattern);
  for (std::sregex_iterator it(text.begin(), text.end(), regex), end; it != end; ++it) take(*it);
}

}  // namespace

Leftovers leftovers_of(const TemporaryDirectory& directory) {
  Leftovers left;
  const auto state = base::parse_json(directory.read(kState));
  if (state && state->get("resources").is_map()) read_state(*state, left);
  read_journal(directory.read(std::string(kState) + ".journal"), left);
  std::erase_if(left.open_creates, [](const auto& open) { return is_external_id(open.first); });
  return left;
}

std::vector<Doubt> doubts_in(const std::string& output) {
  std::map<std::string, std::set<std::string>> found;
  each_match(output, "`waveform import (\\S+) (\\S+)`",
             [&](const std::smatch& match) { found[match[1]].insert(match[2]); });
  std::vector<Doubt> doubts;
  for (const auto& [address, ids] : found) doubts.push_back({address, {ids.begin(), ids.end()}});
  return doubts;
}

std::set<std::string> changed_in(const std::string& output) {
  std::set<std::string> addresses;
  each_match(joined(output), "Error: (\\S+): changed since the plan",
             [&](const std::smatch& match) { addresses.insert(match[1]); });
  return addresses;
}

Undone undone_in(const std::string& output) {
  Undone undone;
  each_match(output, "(\\d+) failed, (\\d+) not tried\\.", [&](const std::smatch& match) {
    undone = {std::stoi(match[1]), std::stoi(match[2])};
  });
  return undone;
}

std::vector<std::string> created_in(const std::string& output) {
  std::vector<std::string> ids;
  each_match(output, "created \\S+  id (\\S+)", [&](const std::smatch& match) { ids.push_back(match[1]); });
  return ids;
}

Ids found_in(const std::string& output) {
  Ids ids;
  each_match(output, "(\\S+) was in doubt: found (\\S+)\n",
             [&](const std::smatch& match) { ids[match[1]] = match[2]; });
  return ids;
}

std::set<std::string> not_made_in(const std::string& output) {
  std::set<std::string> addresses;
  each_match(output, "(\\S+) was in doubt: the service did not create it\n",
             [&](const std::smatch& match) { addresses.insert(match[1]); });
  return addresses;
}

std::set<std::string> addresses_of_plan(const std::string& plan) {
  std::set<std::string> addresses;
  const auto parsed = base::parse_json(plan);
  const Value changes = parsed ? parsed->at_path("plan.changes") : Value();
  if (!changes.is_list()) return addresses;
  for (const auto& change : changes.as_list()) addresses.insert(change.get("address").as_string());
  return addresses;
}

}  // namespace waveform::test
