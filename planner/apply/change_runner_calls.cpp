// How the calls of a change are declared, told, and looked after when their answer is lost.
#include <algorithm>

#include <fmt/format.h>

#include "planner/apply/change_runner.h"
#include "planner/apply/pause.h"
#include "planner/live/secrets.h"
#include "planner/live/state_entry.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::Error;
using base::ErrorKind;
using base::Millis;
using base::Result;
using base::Value;

namespace {

Result<void> edited() {
  return changed_since("it was edited, disabled, enabled, deleted or recovered");
}

}  // namespace

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

// Replicas lag: what this run has not looked for long enough, since its first look or since it knew that it
// is there, is not gone because one answer says so.
bool ChangeRunner::may_show_later(const std::string& id) const {
  auto seen = run_.seen.find(id);
  const Millis since = seen == run_.seen.end() ? context_.first_look : seen->second.at;
  return context_.clock.steady() - since < context_.settle_time;
}

// It shows what was there before this run's own write.
bool ChangeRunner::lags(const std::string& id, const Value& body) const {
  auto seen = run_.seen.find(id);
  if (seen == run_.seen.end() || seen->second.before_own_write.empty() || type() == nullptr) return false;
  return provider::fingerprint(*type(), body) == seen->second.before_own_write && may_show_later(id);
}

// False: interrupted.
bool ChangeRunner::pause(Millis time, const char* why) {
  context_.progress.waits(change_, why);
  const Crew::Aside aside(*run_.crew);
  const bool waited = call([&] { return pause_for(context_.clock, time, context_.interrupted); });
  context_.progress.waits(change_, "");
  return waited;
}

// What the service has.
Result<Value> ChangeRunner::look(const std::string& id) {
  for (Millis time = kFirstPause;; time = std::min(time * 2, kLongestPause)) {
    auto body = call([&] { return context_.api.get(id); });
    const bool shows_later =
        body ? lags(id, *body) : body.error().kind == ErrorKind::NotFound && may_show_later(id);
    if (!shows_later || !pause(time, "not shown so far; looking again")) return body;
  }
}

bool ChangeRunner::fits(const Step& step, const Value& body) const {
  const auto* known = type();
  return (!step.in_trash || provider::in_trash(body) == *step.in_trash) &&
         (step.fingerprint.empty() || known == nullptr ||
          provider::fingerprint(*known, body) == step.fingerprint);
}

// One attempt, and what its check saw.
struct ChangeRunner::Attempt {
  Result<Value> answer;
  std::optional<Result<Value>> seen = {};  // by the last look; none: there was none
  bool sent = false;                       // the error is the call's own, not its check's
};

ChangeRunner::Attempt ChangeRunner::attempt(const Step& step) {
  Attempt attempt;
  auto check = [&]() -> Result<Value> {
    attempt.sent = false;
    attempt.seen = context_.api.get(step.id);
    if (!*attempt.seen) return base::fail(attempt.seen->error());
    const Value& body = **attempt.seen;
    if (!fits(step, body) || (step.is_delete && step.is_done(body))) return base::fail(edited().error());
    attempt.sent = true;
    return step.make ? step.make(body) : Value();
  };
  attempt.answer = call([&] { return step.send(check); });
  return attempt;
}

ChangeRunner::Outcome ChangeRunner::perform(const Step& step) {
  std::optional<Error> lost;  // an attempt may have taken effect
  Millis lost_at{0};
  bool is_refused = false;
  int losses = 0;
  for (Millis time = kFirstPause; losses < kMostAttempts; time = std::min(time * 2, kLongestPause)) {
    // On something in the bin a DELETE is for good: none goes out while the one before may be under way.
    // An undelete that was refused after a lost one may have been refused since that one took effect.
    const bool waits =
        lost && (step.is_delete || is_refused) && context_.clock.steady() - lost_at < context_.settle_time;
    Attempt now = waits ? Attempt{} : attempt(step);
    if (!waits && now.answer) return {std::move(now.answer), **now.seen};
    if (now.sent && now.answer.error().kind == ErrorKind::Redirected)
      return {std::move(now.answer), {}, true};
    const bool is_lost = now.sent && now.answer.error().kind == ErrorKind::InDoubt;
    if (is_lost) {
      lost = now.answer.error();
      lost_at = context_.clock.steady();
      ++losses;
    }
    const bool is_undelete = step.in_trash.value_or(false) && !step.is_delete;
    is_refused = is_refused || (lost && is_undelete && now.sent && !is_lost);
    if (waits || now.sent) now.seen = call([&] { return context_.api.get(step.id); });
    if (!now.seen) return {std::move(now.answer)};
    const Result<Value>& seen = *now.seen;
    const bool gone = !seen && seen.error().kind == ErrorKind::NotFound;
    const bool is_final = lost ? step.for_good || context_.clock.steady() - lost_at >= context_.settle_time
                               : !may_show_later(step.id);
    if (gone && is_final) {
      if (step.is_delete) return {Value()};
      return {base::fail(changed_since("it is gone").error()), {}, lost.has_value()};
    }
    if (seen && step.is_done(*seen) && (lost || (step.is_delete && fits(step, *seen))))
      return {Value(), *seen};
    const bool not_there = now.sent && now.answer.error().kind == ErrorKind::NotFound;
    const bool shows_later = gone || (seen && lags(step.id, *seen)) || (not_there && may_show_later(step.id));
    const bool is_open = waits || is_lost || (is_refused && !is_final);
    if (!shows_later && !(is_open && seen && fits(step, *seen))) {
      auto error = is_open && seen ? edited().error() : waits ? seen.error() : now.answer.error();
      return {base::fail(std::move(error)), {}, lost.has_value()};
    }
    if (!pause(time, shows_later      ? "not shown so far; looking again"
                     : step.is_delete ? "its answer was lost; looking whether it took effect"
                                      : "its answer was lost; it is sent again"))
      break;
  }
  if (!lost) return {base::fail(ErrorKind::Interrupted, "interrupted before it was sent")};
  return {base::fail(ErrorKind::InDoubt, lost->message + "; so far it has not taken effect",
                     "Apply again: what is still missing is planned again."),
          {},
          true};
}

// What is sent without secrets, what of it only this update makes ours, and the secrets that the service may
// have instead of the recorded ones.
state::Declaration ChangeRunner::declare_update(const Existing& existing, const Value::Map& set,
                                                const std::set<std::string>& reset) const {
  state::Declaration declaration{change_.address, {}, change_.id};
  auto& call =
      declaration.call.emplace(state::OpenCall{state::OpenCall::Kind::Update, change_.address, {}, {}});
  const auto& record = existing.record;
  for (const auto& [name, value] : set) {
    const auto& attribute = *block_->type->find(name);
    if (attribute.role == provider::Role::WriteOnly) continue;
    if (!is_hidden(attribute, value)) {
      call.sent.emplace(name, value.without_marks());
      continue;
    }
    std::string digest = secret_digest(context_.input.snapshot.digest_key, value);
    auto recorded = record.secret_digests.find(name);
    if (recorded == record.secret_digests.end() || recorded->second != digest)
      declaration.open_secrets.emplace(name, std::move(digest));
  }
  for (const auto& name : reset) {
    if (!record.secret_digests.contains(name)) call.sent.emplace(name, Value());
  }
  for (const auto& [name, value] : existing.desired) {
    if (!record.ours.contains(name)) call.claims.insert(name);
  }
  return declaration;
}

state::Declaration ChangeRunner::declare_create(const Value& body, state::Resource expected) const {
  state::Intent intent;
  intent.address = change_.address;
  intent.body = body;
  intent.expected = std::move(expected);
  intent.since_epoch_millis = context_.clock.now_epoch_millis();
  return {change_.address, std::move(intent)};
}

Result<std::int64_t> ChangeRunner::begin(state::Declaration declaration) {
  auto seq = context_.writer.declare(std::move(declaration));
  return commit().map([&] { return seq; });
}

Result<void> ChangeRunner::commit() {
  auto written = call([&] { return context_.writer.commit(); });
  if (!written) run_.stopped = "the journal cannot be written";
  return written;
}

tl::unexpected<Error> ChangeRunner::not_done(std::int64_t seq, const Error& error, bool may_be_done) {
  if (!may_be_done) context_.writer.refused(seq);
  return base::fail(error);
}

// A result need not be waited for: without it, the next run finds out itself. That is not so of an external
// id (create_external_id).
void ChangeRunner::finish(std::int64_t seq, Action action, state::Mutation mutation) {
  std::string id = mutation.resource ? mutation.resource->id : change_.id;
  if (mutation.resource) run_.seen[id].at = context_.clock.steady();
  context_.writer.done(seq, std::move(mutation));
  tell_done(action, id);
}

void ChangeRunner::finish_step(std::int64_t seq, Action action, Existing& existing, bool last,
                               const std::set<std::string>& sent) {
  run_.seen[existing.record.id].before_own_write =
      std::exchange(existing.fingerprint, provider::fingerprint(*block_->type, existing.body));
  existing.in_trash = false;
  if (last) {
    existing.record = record_of(existing.body, existing.desired, &existing.record, sent);
  } else {
    see(existing.record, provider::read_attributes(*block_->type, existing.body));
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
