// What takes something away: delete, forget, replace.
#include <algorithm>

#include "planner/apply/change_runner.h"
#include "planner/apply/pause.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::ErrorKind;
using base::Result;
using base::Value;

Result<void> ChangeRunner::remove() {
  const bool for_good = change_.skip_trash;
  if (context_.writer.snapshot().resources.at(change_.address).id != change_.id)
    return changed_since("its address has another integration");
  state::Mutation mutation{change_.address, {}, {}};
  if (!for_good)
    mutation.tombstone =
        state::bury(change_.address, context_.writer.snapshot().resources.at(change_.address),
                    context_.clock.now_epoch_millis());
  auto seq = begin({change_.address,
                    {},
                    change_.id,
                    state::OpenCall{state::OpenCall::Kind::Delete, change_.address, {}, {}}});
  if (!seq) return base::fail(seq.error());
  auto outcome = perform({.id = change_.id,
                          .fingerprint = change_.fingerprint,
                          .send =
                              [&](const provider::MakeBody& check) {
                                auto deleted = context_.api.remove(
                                    change_.id, for_good, [&] { return check().map([](const Value&) {}); });
                                return deleted.map([] { return Value(); });
                              },
                          .is_done = [&](const Value& body) { return !for_good && provider::in_trash(body); },
                          .is_delete = true,
                          .for_good = for_good});
  if (!outcome.answer) return not_done(*seq, outcome.answer.error(), outcome.may_be_done);
  finish(*seq, Action::Delete, std::move(mutation));
  return {};
}

// A DELETE of an external id can be repeated: it has no recycle bin.
Result<void> ChangeRunner::remove_external_id() {
  auto seq = begin({change_.address,
                    {},
                    change_.id,
                    state::OpenCall{state::OpenCall::Kind::Delete, change_.address, {}, {}}});
  if (!seq) return base::fail(seq.error());
  auto removed = call([&] { return context_.api.delete_external_id(change_.id); });
  bool lost = false;
  auto is_lost = [&] { return !removed && removed.error().kind == ErrorKind::InDoubt; };
  for (int attempt = 1; is_lost() && attempt < kMostAttempts; ++attempt) {
    lost = true;
    if (!pause(kFirstPause, "its answer was lost; it is sent again")) break;
    removed = call([&] { return context_.api.delete_external_id(change_.id); });
  }
  if (!removed && removed.error().kind != ErrorKind::NotFound) return not_done(*seq, removed.error(), lost);
  finish(*seq, Action::Delete, {change_.address, {}, {}});
  return {};
}

Result<void> ChangeRunner::forget() {
  state::Mutation mutation{change_.address, {}, {}};
  const auto& resource = context_.writer.snapshot().resources.at(change_.address);
  if (context_.input.live.integrations.contains(resource.id)) {
    mutation.tombstone = state::bury(change_.address, resource, context_.clock.now_epoch_millis());
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
