// How the calls of a change are written down, told, and looked after when their answer is lost.
#include <algorithm>

#include <fmt/format.h>

#include "planner/change_runner.h"
#include "planner/pause.h"
#include "planner/records.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::Error;
using base::ErrorKind;
using base::Millis;
using base::Result;
using base::Value;

// Asked once for all that use the same one.
Result<void> ChangeRunner::check_external_id(const Value::Map& desired) {
  auto found = desired.find("external_id");
  if (found == desired.end()) return {};
  const std::string& id = found->second.as_string();
  auto [checked, is_new] = run_.external_ids.try_emplace(id);
  if (is_new) {
    auto valid = call([&] { return context_.api.check_external_id(id); });
    if (!valid && valid.error().kind == ErrorKind::NotFound) {
      valid =
          base::fail(ErrorKind::Refused, "the external id is not valid (any more)",
                     "Nothing was sent: the service would not have answered. Make a new one with `waveform "
                     "external-id create` and put it into the role's trust policy.");
    }
    checked->second = std::move(valid);
    run_.turn.tell();
  }
  while (!checked->second) run_.turn.wait();
  return *checked->second;
}

bool ChangeRunner::was_seen_lately(const std::string& id) const {
  auto seen = run_.seen.find(id);
  return seen != run_.seen.end() && context_.clock.steady() - seen->second < context_.settle_time;
}

// False: interrupted.
bool ChangeRunner::pause(Millis time, const char* why) {
  context_.progress.waits(change_, why);
  const Crew::Aside aside(*run_.crew);
  const bool waited = call([&] { return pause_for(context_.clock, time, context_.interrupted); });
  context_.progress.waits(change_, "");
  return waited;
}

// What the service has. One that this run has just seen is not gone because one answer says so: replicas lag.
Result<Value> ChangeRunner::look(const std::string& id) {
  for (Millis time = kFirstPause;; time = std::min(time * 2, kLongestPause)) {
    auto body = call([&] { return context_.api.get(id); });
    if (body) return body;
    if (body.error().kind != ErrorKind::NotFound || !was_seen_lately(id)) return body;
    if (!pause(time, "not to be seen so far; looking again")) return body;
  }
}

// Sends until it is known to have taken effect. When an answer was lost, the service is looked at before the
// call is repeated, which does no harm to these: update, undelete, enable, disable. Gives the answer, or what
// showed that it is done. `fingerprint`: what the call goes by; when somebody has changed that meanwhile, it
// is not repeated.
Result<Value> ChangeRunner::make_so(const std::string& id, const Send& send, const Check& is_done,
                                    const std::string& fingerprint) {
  Millis time = kFirstPause;
  for (int attempt = 1;; ++attempt, time = std::min(time * 2, kLongestPause)) {
    auto answer = call(send);
    if (answer) return answer;
    const Error lost = answer.error();
    const bool too_early = lost.kind == ErrorKind::NotFound && was_seen_lately(id);
    const bool may_be_done = lost.kind == ErrorKind::InDoubt || too_early;
    // One that comes late after all may be why the next one is refused.
    if (!may_be_done && attempt == 1) return answer;
    auto body = look(id);
    if (!body || is_done(*body)) return body;
    if (!may_be_done) return answer;
    if (!fingerprint.empty() && provider::fingerprint(*block_->type, *body) != fingerprint)
      return base::fail(changed_since("somebody edited, disabled or deleted it").error());
    if (attempt == kMostAttempts || !pause(time, "its answer was lost; it goes out again")) {
      return base::fail(ErrorKind::InDoubt, lost.message + "; so far it has not taken effect",
                        "Apply again: what is still missing is planned again.");
    }
  }
}

state::Intent ChangeRunner::intent_of(Action action, const std::string& id) const {
  state::Intent intent;
  intent.call = action_name(action);
  intent.address = change_.address;
  intent.id = id;
  intent.at_epoch_millis = run_.lost_creates.now_epoch_millis();
  return intent;
}

Result<std::int64_t> ChangeRunner::begin(const state::Intent& intent) {
  auto seq = context_.writer.intent(intent);
  return commit().map([&] { return seq; });
}

Result<void> ChangeRunner::commit() {
  auto written = call([&] { return context_.writer.commit(); });
  if (!written) run_.stopped = "the journal cannot be written";
  return written;
}

// The error of a call; written down when it is certain that nothing happened.
tl::unexpected<Error> ChangeRunner::not_done(std::int64_t seq, const Error& error) {
  if (error.kind != ErrorKind::InDoubt) context_.writer.refused(seq);
  return base::fail(error);
}

// A result need not be waited for: without it, the next run finds out itself. That is not so of an external
// id (create_external_id).
void ChangeRunner::finish(std::int64_t seq, Action action, state::Mutation mutation) {
  std::string id = mutation.resource ? mutation.resource->id : change_.id;
  if (mutation.resource) run_.seen[id] = context_.clock.steady();
  context_.writer.done(seq, std::move(mutation));
  tell_done(action, id);
}

void ChangeRunner::finish_step(std::int64_t seq, Action action, Existing& existing, bool last) {
  if (last) {
    existing.record = record_of(existing.body, existing.desired, &existing.record);
  } else {
    existing.record.attributes = provider::read_attributes(*block_->type, existing.body);
    for (const auto& [name, digest] : existing.record.secret_digests) existing.record.attributes.erase(name);
  }
  finish(seq, action, {change_.address, existing.record, {}});
}

void ChangeRunner::tell_done(Action action, const std::string& id) {
  ++run_.done[action];
  auto now = context_.clock.steady();
  bool hidden = provider::is_external_id(context_.input.catalog, change_.address.type);
  context_.progress.done(change_, action, hidden ? "" : id, now - std::exchange(started_, now));
}

}  // namespace waveform::planner
