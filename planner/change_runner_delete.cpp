// What takes something away: delete, forget, replace.
#include "planner/change_runner.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::ErrorKind;
using base::Result;
using base::Value;

Result<void> ChangeRunner::remove(const Change& change) {
  const auto& resource = context_.writer.snapshot().resources.at(change.address);
  const auto* type = context_.input.catalog.find(change.address.type);
  state::Tombstone tombstone{change.address, resource.id, context_.clock.now_epoch_millis(), resource.ours,
                             resource.secret_digests};
  state::Mutation mutation{change.address, {}, {}};
  if (!change.skip_trash) mutation.tombstone = std::move(tombstone);
  auto body = context_.api.get(change.id);
  bool gone = !body && body.error().kind == ErrorKind::NotFound;
  if (!body && !gone) return base::fail(body.error());
  if (!gone && type != nullptr && !change.fingerprint.empty() &&
      provider::fingerprint(*type, *body) != change.fingerprint)
    return changed_since("somebody edited, disabled, deleted or recovered it");
  bool binned = !gone && provider::in_trash(*body) && !change.skip_trash;
  auto seq = intent(intent_of(Action::Delete, change));
  if (!seq) return base::fail(seq.error());
  if (gone || binned) return finish(*seq, Action::Delete, change, std::move(mutation));
  auto answer = context_.api.remove(change.id, change.skip_trash);
  if (!answer && answer.error().kind != ErrorKind::NotFound) {
    auto seen = look_again(change.id, answer.error(),
                           [&](const Value& b) { return !change.skip_trash && provider::in_trash(b); });
    bool purged = !seen && seen.error().kind == ErrorKind::NotFound;
    if (!seen && !purged) return not_done(*seq, seen.error());
  }
  return finish(*seq, Action::Delete, change, std::move(mutation));
}

Result<void> ChangeRunner::remove_external_id(const Change& change) {
  auto seq = intent(intent_of(Action::Delete, change));
  if (!seq) return base::fail(seq.error());
  auto answer = context_.api.delete_external_id(change.id);
  if (!answer && answer.error().kind == ErrorKind::InDoubt) {
    auto valid = context_.api.check_external_id(change.id);
    if (!valid && valid.error().kind == ErrorKind::NotFound) answer = {};
  }
  if (!answer && answer.error().kind != ErrorKind::NotFound) return not_done(*seq, answer.error());
  return finish(*seq, Action::Delete, change, {change.address, {}, {}});
}

Result<void> ChangeRunner::forget(const Change& change) {
  state::Mutation mutation{change.address, {}, {}};
  const auto& resource = context_.writer.snapshot().resources.at(change.address);
  if (context_.input.live.integrations.contains(resource.id)) {
    mutation.tombstone = state::Tombstone{change.address, resource.id, context_.clock.now_epoch_millis(),
                                          resource.ours, resource.secret_digests};
  }
  remember(change, Action::Forget, std::move(mutation));
  return {};
}

// Between the two calls the old one is in the bin (or gone), and the state says so: a run that is cut off
// there is ended by the next one.
Result<void> ChangeRunner::replace(const Change& change, const ResourceBlock& block, bool external_id) {
  if (external_id) {
    if (auto removed = remove_external_id(change); !removed) return removed;
    return create_external_id(change, block);
  }
  // First all that can be known to fail without the old one being gone.
  auto desired = evaluate(change);
  if (!desired) return base::fail(desired.error());
  if (auto valid = check_external_id(*desired); !valid) return valid;
  if (auto removed = remove(change); !removed) return removed;
  return create(change, block);
}

}  // namespace waveform::planner
