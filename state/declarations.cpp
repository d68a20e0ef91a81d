#include "state/declarations.h"

#include <utility>

namespace waveform::state {

namespace {

// Of a saved plan. Returns true if it had not begun this address before.
bool begin(Snapshot& snapshot, const base::Address& address) {
  return !snapshot.plan.digest.empty() && snapshot.plan.begun.insert(address).second;
}

}  // namespace

void Declarations::declare(Snapshot& snapshot, std::int64_t seq, Declaration declaration) {
  Before before{declaration.address, declaration.id, {}, {}, !begin(snapshot, declaration.address)};
  if (declaration.intent) {
    snapshot.intents.push_back(*std::move(declaration.intent));
    open_.insert_or_assign(seq, std::move(before));
    return;
  }
  auto managed = snapshot.resources.find(declaration.address);
  if (managed != snapshot.resources.end()) before.resource = managed->second;
  if (declaration.resource) {
    for (const auto& tombstone : snapshot.tombstones) {
      if (tombstone.id == declaration.id) before.tombstones.push_back(tombstone);
    }
    snapshot.tombstones.forget(declaration.id);
    managed =
        snapshot.resources.insert_or_assign(declaration.address, *std::move(declaration.resource)).first;
  }
  if (managed != snapshot.resources.end()) {
    auto& resource = managed->second;
    resource.ours.insert(declaration.call->claims.begin(), declaration.call->claims.end());
    for (auto& [name, digest] : declaration.open_secrets)
      resource.open_secrets.insert_or_assign(name, std::move(digest));
  }
  snapshot.open_calls.insert_or_assign(declaration.id, *std::move(declaration.call));
  open_.insert_or_assign(seq, std::move(before));
}

void Declarations::done(Snapshot& snapshot, std::int64_t seq, Mutation mutation) {
  auto open = open_.find(seq);
  const bool is_create = open != open_.end() && open->second.id.empty();
  if (open != open_.end()) open_.erase(open);
  if (is_create && mutation.resource) {
    auto creator = mutation.resource->attributes.find("creator_id");
    auto known = snapshot.known_ids.find(snapshot.run.id);
    if (known != snapshot.known_ids.end() && known->second.creator_id.empty() &&
        creator != mutation.resource->attributes.end() && creator->second.is_string())
      known->second.creator_id = creator->second.as_string();
  }
  begin(snapshot, mutation.address);
  if (is_create && !snapshot.plan.digest.empty()) snapshot.plan.created.insert(mutation.address);
  apply(snapshot, std::move(mutation));
}

void Declarations::refused(Snapshot& snapshot, std::int64_t seq) {
  auto open = open_.extract(seq);
  if (open.empty()) return;
  Before& before = open.mapped();
  if (!before.begun) snapshot.plan.begun.erase(before.address);
  if (before.id.empty()) {
    std::erase_if(snapshot.intents, [&](const Intent& intent) { return intent.address == before.address; });
    return;
  }
  snapshot.open_calls.erase(before.id);
  if (before.resource) {
    snapshot.resources.insert_or_assign(before.address, *std::move(before.resource));
  } else {
    snapshot.resources.erase(before.address);
  }
  for (auto& tombstone : before.tombstones) snapshot.tombstones.add(std::move(tombstone));
}

}  // namespace waveform::state
