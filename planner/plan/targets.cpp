#include "planner/plan/targets.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::planner {

using base::Address;
using base::Diags;

std::set<Address> covered_addresses(const PlanInput& input, const PlanOptions& options, Diags& diags) {
  std::set<Address> all, covered;
  for (const auto& [address, instance] : input.resources.instances) all.insert(address);
  for (const auto& [address, resource] : input.snapshot.resources) all.insert(address);
  if (options.mode == Mode::ImportOnly) {
    for (const auto& [address, id] : input.imports) covered.insert(address);
    return covered;
  }
  if (options.targets.empty()) return all;
  std::vector<Address> open;
  for (const auto& target : options.targets) {
    std::size_t before = open.size();
    // The instances of a block follow it.
    for (auto it = all.lower_bound(target);
         it != all.end() && (*it == target || (!target.is_keyed() && it->block() == target)); ++it)
      open.push_back(*it);
    if (open.size() > before) continue;
    std::vector<std::string> known;
    for (const auto& address : all) known.push_back(address.text());
    const std::string near = base::near_address(target, known, "-target=");
    diags.error(
        {}, fmt::format("-target: neither the manifest nor the state has {}", base::printable(target.text())),
        {}, near.empty() ? "`waveform state list` lists the addresses of the state." : near);
  }
  std::map<Address, std::vector<Address>> needed_by;
  for (const auto& [address, resource] : input.snapshot.resources) {
    for (const auto& needed : resource.dependencies) needed_by[needed].push_back(address);
  }
  auto is_wanted = [&](const Address& address) {
    return options.mode != Mode::Destroy && input.resources.instances.contains(address);
  };
  while (!open.empty()) {
    Address address = open.back();
    open.pop_back();
    if (!covered.insert(address).second) continue;
    if (is_wanted(address)) {
      const auto& needs = input.resources.instances.at(address).needs;
      open.insert(open.end(), needs.begin(), needs.end());
      continue;
    }
    for (const auto& other : needed_by[address]) {
      if (!is_wanted(other)) open.push_back(other);
    }
  }
  return covered;
}

void leave_out(const std::set<Address>& undecided, const PlanInput& input, std::set<Address>& covered) {
  std::set<Address> out = undecided;
  for (const auto& address : input.resources.order) {
    const auto& needs = input.resources.instances.at(address).needs;
    bool needs_one =
        std::any_of(needs.begin(), needs.end(), [&](const Address& need) { return out.contains(need); });
    if (needs_one) out.insert(address);
  }
  std::erase_if(covered, [&](const Address& address) { return out.contains(address); });
}

void check_replace(const PlanInput& input, const PlanOptions& options, const std::set<Address>& covered,
                   Diags& diags) {
  for (const auto& address : options.replace) {
    // An interrupted replacement leaves a tombstone.
    bool was_there = input.snapshot.resources.contains(address) ||
                     state::find_tombstone(input.snapshot, address) != nullptr ||
                     state::find_intent(input.snapshot, address) != nullptr;
    bool is_target = options.targets.empty() || covered.contains(address);
    if (was_there && input.resources.instances.contains(address) && is_target) continue;
    if (was_there && !is_target) {
      diags.error(
          {}, fmt::format("-replace: {} is not among the -target addresses", base::printable(address.text())),
          {}, "Name it with -target, too.");
      continue;
    }
    std::vector<std::string> known;
    for (const auto& [other, resource] : input.snapshot.resources) known.push_back(other.text());
    diags.error({}, fmt::format("-replace: {} is not managed", base::printable(address.text())),
                "Only a resource in both manifest and state can be replaced.",
                base::near_address(address, known, "-replace="));
  }
}

void check_targets_of_moves(const PlanInput& input, const std::set<Address>& covered, Diags& diags) {
  for (const auto& [to, from] : input.moves) {
    if (covered.contains(to)) continue;
    diags.error({}, fmt::format("-target leaves out {}, which is moved", base::printable(to.text())),
                fmt::format("It comes from {}.", base::printable(from.text())),
                "Name it with -target, too, or apply the moves first without -target.");
  }
}

}  // namespace waveform::planner
