#include "state/snapshot.h"

#include <algorithm>

namespace waveform::state {

void apply(Snapshot& snapshot, Mutation mutation) {
  std::erase_if(snapshot.intents, [&](const Intent& intent) { return intent.address == mutation.address; });
  auto old = snapshot.resources.find(mutation.address);
  if (old != snapshot.resources.end()) snapshot.open_calls.erase(old->second.id);
  if (mutation.resource) {
    snapshot.open_calls.erase(mutation.resource->id);
    snapshot.tombstones.forget(mutation.address);
    snapshot.tombstones.forget(mutation.resource->id);
    snapshot.resources.insert_or_assign(mutation.address, *std::move(mutation.resource));
    return;
  }
  if (old != snapshot.resources.end()) snapshot.resources.erase(old);
  if (mutation.tombstone) snapshot.tombstones.add(*std::move(mutation.tombstone));
}

void move(Snapshot& snapshot, const base::Address& from, const base::Address& to) {
  snapshot.tombstones.forget(to);
  snapshot.tombstones.move(from, to);
  auto rename = [&](base::Address& address) {
    if (address == from) address = to;
  };
  for (auto& intent : snapshot.intents) rename(intent.address);
  for (auto& [id, call] : snapshot.open_calls) rename(call.address);
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
  return recall(*tombstone);
}

Resource recall(const Tombstone& tombstone) {
  Resource resource;
  resource.id = tombstone.id;
  resource.ours = tombstone.ours;
  resource.secret_digests = tombstone.secret_digests;
  resource.open_secrets = tombstone.open_secrets;
  resource.unverified_secrets = tombstone.unverified_secrets;
  return resource;
}

Tombstone bury(const base::Address& address, const Resource& resource, std::int64_t now_epoch_millis) {
  return {address,
          resource.id,
          now_epoch_millis,
          resource.ours,
          resource.secret_digests,
          resource.open_secrets,
          resource.unverified_secrets};
}

const Intent* find_intent(const Snapshot& snapshot, const base::Address& address) {
  auto found = std::find_if(snapshot.intents.begin(), snapshot.intents.end(),
                            [&](const Intent& intent) { return intent.address == address; });
  return found == snapshot.intents.end() ? nullptr : &*found;
}

const base::Address* find_owner(const Snapshot& snapshot, const std::string& id) {
  auto found = std::find_if(snapshot.resources.begin(), snapshot.resources.end(),
                            [&](const auto& entry) { return entry.second.id == id; });
  return found == snapshot.resources.end() ? nullptr : &found->first;
}

}  // namespace waveform::state
