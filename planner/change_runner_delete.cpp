// What takes something away: delete, forget, replace.
#include <algorithm>

#include "planner/change_runner.h"
#include "planner/pause.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::ErrorKind;
using base::Millis;
using base::Result;

Result<void> ChangeRunner::remove() {
  const auto& resource = context_.writer.snapshot().resources.at(change_.address);
  const auto* type = context_.input.catalog.find(change_.address.type);
  state::Tombstone tombstone{change_.address, resource.id, context_.clock.now_epoch_millis(), resource.ours,
                             resource.secret_digests};
  state::Mutation mutation{change_.address, {}, {}};
  if (!change_.skip_trash) mutation.tombstone = std::move(tombstone);
  auto body = look(change_.id);
  bool gone = !body && body.error().kind == ErrorKind::NotFound;
  if (!body && !gone) return base::fail(body.error());
  if (!gone && type != nullptr && !change_.fingerprint.empty() &&
      provider::fingerprint(*type, *body) != change_.fingerprint)
    return changed_since("somebody edited, disabled, deleted or recovered it");
  bool binned = !gone && provider::in_trash(*body) && !change_.skip_trash;
  if (gone || binned) {
    auto seq = begin(intent_of(Action::Delete, change_.id));
    if (!seq) return base::fail(seq.error());
    finish(*seq, Action::Delete, std::move(mutation));
    return {};
  }
  auto is_gone = [&]() -> Result<bool> {
    auto seen = context_.api.get(change_.id);
    if (seen) return !change_.skip_trash && provider::in_trash(*seen);
    if (seen.error().kind == ErrorKind::NotFound) return true;
    return base::fail(seen.error());
  };
  auto removed =
      remove_for_certain(is_gone, [&] { return context_.api.remove(change_.id, change_.skip_trash); });
  if (!removed && removed.error().kind == ErrorKind::InDoubt) {
    context_.writer.lost_delete(change_.address, change_.id, run_.lost_creates.now_epoch_millis());
  }
  if (!removed) return base::fail(removed.error());
  finish(*removed, Action::Delete, std::move(mutation));
  return {};
}

// A DELETE is repeated only when the one before cannot be under way any more: on something in the bin it is
// for good. What was lost is looked for until the settle time has passed. Gives the intent of the last one.
Result<std::int64_t> ChangeRunner::remove_for_certain(const std::function<Result<bool>()>& is_gone,
                                                      const std::function<Result<void>()>& send) {
  for (int attempt = 1;; ++attempt) {
    auto seq = begin(intent_of(Action::Delete, change_.id));
    if (!seq) return seq;
    auto answer = call(send);
    if (answer || answer.error().kind == ErrorKind::NotFound) return seq;
    if (answer.error().kind != ErrorKind::InDoubt) return not_done(*seq, answer.error());
    const auto until = context_.clock.steady() + context_.settle_time;
    for (Millis time = kFirstPause;; time = std::min(time * 2, kLongestPause)) {
      const bool last = context_.clock.steady() >= until;
      auto gone = call(is_gone);
      if (!gone) return base::fail(answer.error());
      if (*gone) return seq;
      if (last && attempt < kMostAttempts) break;
      if (last || !pause(std::min(time, until - context_.clock.steady()),
                         "its answer was lost; looking whether it took effect")) {
        return base::fail(ErrorKind::InDoubt, answer.error().message + "; so far it has not taken effect",
                          "Apply again: it waits until this one cannot be under way any more.");
      }
    }
    context_.writer.refused(*seq);
  }
}

Result<void> ChangeRunner::remove_external_id() {
  auto is_gone = [&]() -> Result<bool> {
    auto valid = context_.api.check_external_id(change_.id);
    if (valid) return false;
    if (valid.error().kind == ErrorKind::NotFound) return true;
    return base::fail(valid.error());
  };
  auto removed = remove_for_certain(is_gone, [&] { return context_.api.delete_external_id(change_.id); });
  if (!removed) return base::fail(removed.error());
  finish(*removed, Action::Delete, {change_.address, {}, {}});
  return {};
}

Result<void> ChangeRunner::forget() {
  state::Mutation mutation{change_.address, {}, {}};
  const auto& resource = context_.writer.snapshot().resources.at(change_.address);
  if (context_.input.live.integrations.contains(resource.id)) {
    mutation.tombstone = state::Tombstone{change_.address, resource.id, context_.clock.now_epoch_millis(),
                                          resource.ours, resource.secret_digests};
  }
  remember(Action::Forget, std::move(mutation));
  return {};
}

// Between the two calls the old one is in the bin (or gone), and the state says so: a run that is cut off
// there is ended by the next one.
Result<void> ChangeRunner::replace(bool external_id) {
  if (external_id) {
    if (auto removed = remove_external_id(); !removed) return removed;
    return create_external_id();
  }
  // First all that can be known to fail without the old one being gone.
  auto desired = evaluate();
  if (!desired) return base::fail(desired.error());
  if (auto valid = check_external_id(*desired); !valid) return valid;
  if (auto removed = remove(); !removed) return removed;
  return create();
}

}  // namespace waveform::planner
