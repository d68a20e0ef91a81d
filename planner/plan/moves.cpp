#include "planner/plan/moves.h"

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::planner {

using base::Address;

namespace {

bool covers(const Address& pattern, const Address& address) {
  return pattern == address || (!pattern.is_keyed() && pattern == address.block());
}

// A moved block without keys moves all of a block.
bool moves_all(const MovedBlock& moved) {
  return !moved.from.is_keyed() && !moved.to.is_keyed();
}

// The moved blocks by their `from`.
class Moves {
 public:
  explicit Moves(const Config& config) {
    for (const auto& moved : config.moved) by_from_.emplace(moved.from, &moved);
  }

  // The address after all moves; none without a move, and in a cycle.
  std::optional<Address> follow(const Address& from) const {
    std::optional<Address> at;
    std::set<Address> seen{from};
    while (const auto* moved = of(at.value_or(from))) {
      at = past(*moved, at.value_or(from));
      if (!seen.insert(*at).second) return std::nullopt;
    }
    return at;
  }

  // The block that closes a cycle on the way from an address, or null. No way from an address in `ended` has
  // a cycle; those without one are added to it.
  const MovedBlock* circle_from(Address at, std::set<Address>& ended) const {
    std::set<Address> seen{at};
    while (const auto* moved = ended.contains(at) ? nullptr : of(at)) {
      at = past(*moved, at);
      if (!seen.insert(at).second) return moved;
    }
    ended.merge(seen);
    return nullptr;
  }

 private:
  static Address past(const MovedBlock& moved, const Address& from) {
    Address to = moved.to;
    if (moves_all(moved)) to.key = from.key;
    return to;
  }

  // The block that moves an address, or null.
  const MovedBlock* of(const Address& address) const {
    auto exact = by_from_.find(address);
    if (exact != by_from_.end()) return exact->second;
    auto whole = by_from_.find(address.block());
    return whole != by_from_.end() && moves_all(*whole->second) ? whole->second : nullptr;
  }

  std::unordered_map<Address, const MovedBlock*> by_from_;
};

std::set<Address> remembered(const state::Snapshot& snapshot) {
  std::set<Address> all;
  for (const auto& [address, resource] : snapshot.resources) all.insert(address);
  for (const auto& intent : snapshot.intents) all.insert(intent.address);
  for (const auto& tombstone : snapshot.tombstones) all.insert(tombstone.address);
  return all;
}

bool is_taken(const state::Snapshot& snapshot, const Address& address) {
  return snapshot.resources.contains(address) || state::find_intent(snapshot, address) != nullptr;
}

// The move of a resource whose `count` was added or removed.
std::optional<Address> implied(const Config& config, const Address& from) {
  auto block = config.resources.find(from.block());
  if (block == config.resources.end()) return std::nullopt;
  Address first = block->first;
  first.key = std::int64_t{0};
  if (block->second.count != nullptr && !from.is_keyed()) return first;
  if (!block->second.is_keyed() && from == first) return block->first;
  return std::nullopt;
}

// Whether a resource, or with `whole` any of its block, is in the manifest.
bool is_in(const Config& config, const Resources& resources, const Address& address, bool whole) {
  auto block = config.resources.find(address.block());
  if (block == config.resources.end()) return false;
  return whole || (block->second.is_keyed() == address.is_keyed() && resources.instances.contains(address));
}

void check_moved(const Config& config, const Resources& resources, base::Diags& diags) {
  for (const auto& moved : config.moved) {
    if (!is_in(config, resources, moved.from, moves_all(moved))) continue;
    diags.error(moved.range, fmt::format("{} is still in the manifest", base::printable(moved.from.text())),
                "A moved resource must not have a block at its old address.",
                "Remove or rename its block, or remove this one.");
  }
}

void check_circles(const Config& config, base::Diags& diags) {
  const Moves moves(config);
  std::set<Address> ended;
  for (const auto& moved : config.moved) {
    const MovedBlock* circle = moves.circle_from(moved.from, ended);
    if (circle == nullptr) continue;
    diags.error(circle->range, "Moved blocks form a cycle",
                fmt::format("Another block moves {} away.", base::printable(circle->to.text())),
                "Remove those that have been applied.");
    return;
  }
}

// One address moves to two, or two move to one.
void check_ambiguous(const Config& config, base::Diags& diags) {
  std::map<Address, const MovedBlock*> by_from, by_to;
  for (const auto& moved : config.moved) {
    auto* from = by_from.emplace(moved.from, &moved).first->second;
    auto* to = by_to.emplace(moved.to, &moved).first->second;
    const auto* other = from->to != moved.to ? from : to->from != moved.from ? to : nullptr;
    if (other == nullptr) continue;
    diags.error(moved.range, "Two moved blocks contradict each other",
                fmt::format("The one at {} moves {} to {}.", base::where(other->range),
                            base::printable(other->from.text()), base::printable(other->to.text())),
                "Remove one of them.");
  }
}

void check_removed(const Config& config, const Resources& resources, base::Diags& diags) {
  for (const auto& removed : config.removed) {
    if (!is_in(config, resources, removed.from, !removed.from.is_keyed())) continue;
    diags.error(
        removed.range, fmt::format("{} is still in the manifest", base::printable(removed.from.text())),
        "A removed block is for a resource whose block was removed.", "Remove the resource, or this block.");
  }
}

}  // namespace

void check_moves(const Config& config, const Resources& resources, base::Diags& diags) {
  check_moved(config, resources, diags);
  check_circles(config, diags);
  check_ambiguous(config, diags);
  check_removed(config, resources, diags);
}

std::map<Address, Address> apply_moves(const Config& config, state::Snapshot& snapshot, base::Diags& diags) {
  std::map<Address, Address> wanted;  // by the former address
  const Moves blocks(config);
  for (const auto& address : remembered(snapshot)) {
    auto to = blocks.follow(address);
    if (!to) to = implied(config, address);
    if (to && *to != address) wanted.emplace(address, *std::move(to));
  }
  std::map<Address, Address> moves;
  // A move to a taken address waits until that one has moved.
  for (bool progress = true; progress && !wanted.empty();) {
    progress = false;
    for (auto it = wanted.begin(); it != wanted.end();) {
      const auto& [from, to] = *it;
      if (is_taken(snapshot, to)) {
        ++it;
        continue;
      }
      bool shown = is_taken(snapshot, from);
      state::move(snapshot, from, to);
      if (shown) moves.insert_or_assign(to, from);
      it = wanted.erase(it);
      progress = true;
    }
  }
  for (const auto& [from, to] : wanted) {
    if (!is_taken(snapshot, from)) continue;
    diags.warning(
        {}, fmt::format("{} cannot be moved to {}", base::printable(from.text()), base::printable(to.text())),
        "The state manages another integration there.",
        "What is no longer in the manifest is deleted. To keep it, give it an address of its own.");
  }
  return moves;
}

const RemovedBlock* find_removed(const Config& config, const Address& address) {
  auto found = std::find_if(config.removed.begin(), config.removed.end(),
                            [&](const RemovedBlock& removed) { return covers(removed.from, address); });
  return found == config.removed.end() ? nullptr : &*found;
}

}  // namespace waveform::planner
