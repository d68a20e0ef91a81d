// The members of what state and journal hold, for base/record.h. Private to state.
#pragma once

#include <array>
#include <string_view>

#include "base/record.h"
#include "state/declarations.h"
#include "state/snapshot.h"
#include "state/tombstones.h"

namespace waveform::state {

constexpr std::array<std::string_view, 3> names_of(OpenCall::Kind) {
  return {"update", "delete", "undelete"};
}

template <typename Archive>
void members(Archive& archive, Resource& resource) {
  auto& [id, attributes, ours, secret_digests, open_secrets, unverified_secrets, dependencies, skip_trash] =
      resource;
  archive("id", id)("attributes", attributes)("ours", ours)("secret_digests", secret_digests)(
      "dependencies", dependencies)("skip_trash", skip_trash);
  archive.rare("open_secrets", open_secrets).rare("unverified_secrets", unverified_secrets);
}

template <typename Archive>
void members(Archive& archive, Tombstone& tombstone) {
  auto& [address, id, deleted_epoch_millis, ours, secret_digests, open_secrets, unverified_secrets] =
      tombstone;
  archive("address", address)("id", id)("deleted_epoch_millis", deleted_epoch_millis)("ours", ours)(
      "secret_digests", secret_digests);
  archive.rare("open_secrets", open_secrets).rare("unverified_secrets", unverified_secrets);
}

template <typename Archive>
void members(Archive& archive, Intent& intent) {
  auto& [address, run, body, expected, name_digest, account_digest, since_epoch_millis] = intent;
  archive("address", address)("run", run)("body", body)("expected", expected)("name_digest", name_digest)(
      "account_digest", account_digest)("since_epoch_millis", since_epoch_millis);
}

template <typename Archive>
void members(Archive& archive, OpenCall& call) {
  auto& [kind, address, sent, claims] = call;
  archive("call", kind)("address", address)("sent", sent)("claims", claims);
}

template <typename Archive>
void members(Archive& archive, KnownIds& known) {
  auto& [ids, creator_id] = known;
  archive("ids", ids)("creator_id", creator_id);
}

template <typename Archive>
void members(Archive& archive, Run& run) {
  auto& [id, machine, ended] = run;
  archive("id", id)("machine", machine)("ended", ended);
}

template <typename Archive>
void members(Archive& archive, PlanMark& plan) {
  auto& [digest, begun, created, applied_epoch_millis] = plan;
  archive("digest", digest)("begun", begun)("created", created)("applied_epoch_millis", applied_epoch_millis);
}

template <typename Archive>
void members(Archive& archive, Mutation& mutation) {
  auto& [address, resource, tombstone] = mutation;
  archive("address", address)("resource", resource)("tombstone", tombstone);
}

template <typename Archive>
void members(Archive& archive, Declaration& declaration) {
  auto& [address, intent, id, call, open_secrets, resource] = declaration;
  archive("address", address)("id", id).rare("intent", intent);
  if (!intent) archive("call", call)("open_secrets", open_secrets);
  archive.require(intent || call, "call", "an object is expected");
  archive.rare("resource", resource);
}

// Of versions 1 of the state, and 1 and 2 of the journal: an intent without a run.
struct OldIntent {
  Intent intent;
};
template <typename Archive>
void members(Archive& archive, OldIntent& old) {
  auto& intent = old.intent;
  archive("address", intent.address)("body", intent.body)("expected", intent.expected)(
      "since_epoch_millis", intent.since_epoch_millis);
}

// The same of a delete.
struct OldDelete {
  std::string id;
  base::Address address;
};
template <typename Archive>
void members(Archive& archive, OldDelete& old) {
  archive("id", old.id)("address", old.address);
}

}  // namespace waveform::state
