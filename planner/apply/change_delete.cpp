// Changes that delete: an integration, an external id.
#include "planner/apply/change_runner.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::ErrorKind;
using base::Result;
using base::Value;

Result<void> delete_integration(CallRunner& calls) {
  const auto& change = calls.change;
  const auto& context = calls.context;
  const bool for_good = change.skip_trash;
  const auto& resource = context.writer.snapshot().resources.at(change.address);
  if (resource.id != change.id) return changed_since("its address has another integration");
  state::Mutation mutation{change.address, {}, {}};
  if (!for_good) mutation.tombstone = state::bury(change.address, resource, context.clock.now_epoch_millis());
  auto seq = calls.declare(state::OpenCall::Kind::Delete);
  if (!seq) return base::fail(seq.error());
  auto outcome =
      calls.perform({.id = change.id,
                     .fingerprint = change.fingerprint,
                     .send = without_body([&](const provider::Check& check) {
                       return context.api.remove(change.id, for_good, check);
                     }),
                     .is_done = [&](const Value& body) { return !for_good && provider::in_trash(body); },
                     .is_delete = true,
                     .for_good = for_good});
  if (!outcome.response) return calls.not_done(*seq, outcome.response.error(), outcome.may_be_done);
  calls.finish(*seq, Action::Delete, std::move(mutation));
  return {};
}

// A DELETE of an external id can be repeated: it has no recycle bin.
Result<void> delete_external_id(CallRunner& calls) {
  auto seq = calls.declare(state::OpenCall::Kind::Delete);
  if (!seq) return base::fail(seq.error());
  bool is_lost = false;
  base::Backoff backoff(kFirstPause, kLongestPause);
  for (int attempt = 1;; ++attempt) {
    auto deleted = calls.unlocked([&] { return calls.context.api.delete_external_id(calls.change.id); });
    if (deleted || deleted.error().kind == ErrorKind::NotFound) break;
    const bool is_in_doubt = deleted.error().kind == ErrorKind::InDoubt;
    is_lost = is_lost || is_in_doubt;
    if (!is_in_doubt || attempt == kMostAttempts ||
        !calls.pause(backoff.next(), "no response; sending it again"))
      return calls.not_done(*seq, deleted.error(), is_lost);
  }
  calls.finish(*seq, Action::Delete, {calls.change.address, {}, {}});
  return {};
}

}  // namespace waveform::planner
