#include "state/snapshot.h"

#include <algorithm>

namespace waveform::state {

void apply(Snapshot& snapshot, Mutation mutation) {
  std::erase_if(snapshot.in_doubt, [&](const Doubt& d) { return d.address == mutation.address; });
  if (mutation.resource) {
    snapshot.tombstones.forget(mutation.address);
    snapshot.tombstones.forget(mutation.resource->id);
    snapshot.resources.insert_or_assign(mutation.address, *std::move(mutation.resource));
    return;
  }
  snapshot.resources.erase(mutation.address);
  if (mutation.tombstone) snapshot.tombstones.add(*std::move(mutation.tombstone));
}

void move(Snapshot& snapshot, const base::Address& from, const base::Address& to) {
  snapshot.tombstones.forget(to);
  snapshot.tombstones.move(from, to);
  for (auto& doubt : snapshot.in_doubt) {
    if (doubt.address == from) doubt.address = to;
  }
  if (auto moved = snapshot.resources.extract(from)) {
    moved.key() = to;
    snapshot.resources.insert(std::move(moved));
  }
  for (auto& [address, resource] : snapshot.resources)
    std::replace(resource.dependencies.begin(), resource.dependencies.end(), from, to);
}

const Tombstone* find_tombstone(const Snapshot& snapshot, const base::Address& address) {
  return snapshot.tombstones.newest(address);
}

std::optional<Resource> recall(const Snapshot& snapshot, const base::Address& address) {
  if (auto managed = snapshot.resources.find(address); managed != snapshot.resources.end())
    return managed->second;
  const auto* tombstone = find_tombstone(snapshot, address);
  if (tombstone == nullptr) return std::nullopt;
  Resource resource;
  resource.id = tombstone->id;
  resource.ours = tombstone->ours;
  resource.secret_digests = tombstone->secret_digests;
  return resource;
}

const Doubt* find_doubt(const Snapshot& snapshot, const base::Address& address) {
  auto found = std::find_if(snapshot.in_doubt.begin(), snapshot.in_doubt.end(),
                            [&](const Doubt& d) { return d.address == address; });
  return found == snapshot.in_doubt.end() ? nullptr : &*found;
}

const base::Address* find_owner(const Snapshot& snapshot, const std::string& id) {
  auto found = std::find_if(snapshot.resources.begin(), snapshot.resources.end(),
                            [&](const auto& entry) { return entry.second.id == id; });
  return found == snapshot.resources.end() ? nullptr : &found->first;
}

}  // namespace waveform::state
