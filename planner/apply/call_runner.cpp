#include "planner/apply/call_runner.h"

#include "provider/wire.h"

namespace waveform::planner {

using base::Error;
using base::ErrorKind;
using base::Millis;
using base::Result;
using base::Value;

namespace {

constexpr const char* kNotVisible = "not visible yet; checking again";

const Instance* find_instance(const Resources& resources, const base::Address& address) {
  auto found = resources.instances.find(address);
  return found == resources.instances.end() ? nullptr : &found->second;
}

}  // namespace

tl::unexpected<Error> changed_since(const std::string& what) {
  return base::fail(ErrorKind::Conflict, "changed since the plan: " + what,
                    "Nothing was done to it. Plan again, review the plan, and apply it.");
}

tl::unexpected<Error> edited() {
  return changed_since("another user or tool edited it, or its status changed");
}

ChangeCall::Send without_body(std::function<Result<void>(const provider::Check& check)> send) {
  return [send = std::move(send)](const provider::MakeBody& check) {
    return send([&check] { return check().map([](const Value&) {}); }).map([] { return Value(); });
  };
}

CallRunner::CallRunner(ApplyRun& of, const Change& that)
    : run(of),
      context(of.context),
      change(that),
      instance(find_instance(context.input.resources, that.address)),
      type(context.input.catalog.find(that.address.type)),
      started_(context.clock.steady()) {}

// Replicas lag: an integration counts as gone only when the settle time has passed since the first read of
// the run, and since it was last known to exist.
bool CallRunner::may_show_later(const std::string& id) const {
  auto seen = run.seen.find(id);
  const Millis since = seen == run.seen.end() ? context.first_look : seen->second.at;
  return context.clock.steady() - since < context.settle_time;
}

// The body is from before this run's own write.
bool CallRunner::lags(const std::string& id, const Value& body) const {
  auto seen = run.seen.find(id);
  if (seen == run.seen.end() || seen->second.before_own_write.empty() || type == nullptr) return false;
  return provider::fingerprint(*type, body) == seen->second.before_own_write && may_show_later(id);
}

bool CallRunner::pause(Millis time, const char* why) {
  context.progress.report({.kind = ProgressEvent::Kind::Waiting, .change = change, .why = why});
  const WorkerPool::Parked parked(run.pool);
  const bool is_over = unlocked([&] { return base::sleep_for(context.clock, time, context.interrupted); });
  context.progress.report({.kind = ProgressEvent::Kind::Waiting, .change = change});
  return is_over;
}

Result<Value> CallRunner::get(const std::string& id) {
  for (base::Backoff backoff(kFirstPause, kLongestPause);;) {
    auto body = unlocked([&] { return context.api.get(id); });
    const bool shows_later =
        body ? lags(id, *body) : body.error().kind == ErrorKind::NotFound && may_show_later(id);
    if (!shows_later || !pause(backoff.next(), kNotVisible)) return body;
  }
}

bool CallRunner::fits(const ChangeCall& call, const Value& body) const {
  return (!call.in_trash || provider::in_trash(body) == *call.in_trash) &&
         (call.fingerprint.empty() || type == nullptr ||
          provider::fingerprint(*type, body) == call.fingerprint);
}

struct CallRunner::Attempt {
  Result<Value> response;
  std::optional<Result<Value>> seen = {};  // the last read
  bool sent = false;                       // the error is the call's own, not its check's
};

CallRunner::Attempt CallRunner::attempt(const ChangeCall& call) {
  Attempt attempt;
  auto check = [&]() -> Result<Value> {
    attempt.sent = false;
    attempt.seen = context.api.get(call.id);
    if (!*attempt.seen) return base::fail(attempt.seen->error());
    const Value& body = **attempt.seen;
    if (!fits(call, body) || (call.is_delete && call.is_done(body))) return edited();
    attempt.sent = true;
    return call.make_body ? call.make_body(body) : Value();
  };
  attempt.response = unlocked([&] { return call.send(check); });
  return attempt;
}

CallOutcome CallRunner::perform(const ChangeCall& call) {
  std::optional<Error> lost;  // an attempt may have taken effect
  Millis lost_at{0};
  bool is_refused = false;
  base::Backoff backoff(kFirstPause, kLongestPause);
  for (int losses = 0; losses < kMostAttempts;) {
    // A DELETE in the recycle bin is permanent: none is sent while an earlier one may be under way. An
    // undelete may have been refused because an earlier one took effect late.
    const bool waits =
        lost && (call.is_delete || is_refused) && context.clock.steady() - lost_at < context.settle_time;
    Attempt now = waits ? Attempt{} : attempt(call);
    if (!waits && now.response) return {std::move(now.response), **now.seen};
    if (now.sent && now.response.error().kind == ErrorKind::Redirected)
      return {std::move(now.response), {}, true};
    const bool is_lost = now.sent && now.response.error().kind == ErrorKind::InDoubt;
    if (is_lost) {
      lost = now.response.error();
      lost_at = context.clock.steady();
      ++losses;
    }
    const bool is_undelete = call.in_trash.value_or(false) && !call.is_delete;
    is_refused = is_refused || (lost && is_undelete && now.sent && !is_lost);
    if (waits || now.sent) now.seen = unlocked([&] { return context.api.get(call.id); });
    if (!now.seen) return {std::move(now.response)};
    const Result<Value>& seen = *now.seen;
    const bool gone = !seen && seen.error().kind == ErrorKind::NotFound;
    const bool is_final = lost ? call.for_good || context.clock.steady() - lost_at >= context.settle_time
                               : !may_show_later(call.id);
    if (gone && is_final) {
      if (call.is_delete) return {Value()};
      return {changed_since("it is gone"), {}, lost.has_value()};
    }
    if (seen && call.is_done(*seen) && (lost || (call.is_delete && fits(call, *seen))))
      return {Value(), *seen};
    const bool not_there = now.sent && now.response.error().kind == ErrorKind::NotFound;
    const bool shows_later = gone || (seen && lags(call.id, *seen)) || (not_there && may_show_later(call.id));
    const bool is_open = waits || is_lost || (is_refused && !is_final);
    if (!shows_later && !(is_open && seen && fits(call, *seen))) {
      auto error = is_open && seen ? edited().value() : waits ? seen.error() : now.response.error();
      return {base::fail(std::move(error)), {}, lost.has_value()};
    }
    if (!pause(backoff.next(), shows_later      ? kNotVisible
                               : call.is_delete ? "no response; checking whether it took effect"
                                                : "no response; sending it again"))
      break;
  }
  if (!lost) return {base::fail(ErrorKind::Interrupted, "interrupted before it was sent")};
  return {base::fail(ErrorKind::InDoubt, lost->message + "; so far it has not taken effect",
                     "Apply again: what is still missing is planned again."),
          {},
          true};
}

Result<std::int64_t> CallRunner::declare(state::Declaration declaration) {
  auto seq = context.writer.declare(std::move(declaration));
  return commit().map([&] { return seq; });
}

Result<std::int64_t> CallRunner::declare(state::OpenCall::Kind kind,
                                         std::optional<state::Resource> resource) {
  return declare({change.address,
                  {},
                  change.id,
                  state::OpenCall{kind, change.address, {}, {}},
                  {},
                  std::move(resource)});
}

// The writer's commit() may be called from any thread.
Result<void> CallRunner::commit() {
  auto written = unlocked([&]() NO_THREAD_SAFETY_ANALYSIS { return context.writer.commit(); });
  if (!written) run.stopped = "the journal cannot be written";
  return written;
}

tl::unexpected<Error> CallRunner::not_done(std::int64_t seq, const Error& error, bool may_be_done) {
  if (!may_be_done) context.writer.refused(seq);
  return base::fail(error);
}

void CallRunner::finish(std::int64_t seq, Action action, state::Mutation mutation) {
  std::string id = mutation.resource ? mutation.resource->id : change.id;
  if (mutation.resource) run.seen[id].at = context.clock.steady();
  context.writer.done(seq, std::move(mutation));
  report_done(action, id);
}

void CallRunner::remember(Action action, state::Mutation mutation) {
  context.writer.remember(std::move(mutation));
  report_done(action, change.id);
}

void CallRunner::report_done(Action action, const std::string& id) {
  ++run.result.done[action];
  if (action == Action::Delete && change.skip_trash) ++run.result.deleted_for_good;
  auto now = context.clock.steady();
  bool hidden = provider::is_external_id(context.input.catalog, change.address.type);
  context.progress.report(
      {ProgressEvent::Kind::Done, change, now - std::exchange(started_, now), action, hidden ? "" : id});
}

}  // namespace waveform::planner
