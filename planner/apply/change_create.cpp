// Changes that create: an integration, an external id.
#include <fmt/format.h>

#include "planner/apply/change_runner.h"
#include "planner/eval/resource_values.h"
#include "planner/live/lost_calls.h"
#include "planner/live/secrets.h"
#include "planner/plan/create_guards.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::Error;
using base::ErrorKind;
using base::Result;
using base::Value;

namespace {

// The integration, or an intent, can be newer than a saved plan.
Result<void> check_absent(const CallRunner& calls) REQUIRES(apply_lock) {
  const auto& snapshot = calls.context.writer.snapshot();
  auto managed = snapshot.resources.find(calls.change.address);
  if (managed != snapshot.resources.end() &&
      find_integration(calls.context.input.live, managed->second.id) != nullptr)
    return changed_since("it exists");
  if (state::find_intent(snapshot, calls.change.address) == nullptr) return {};
  return base::fail(ErrorKind::InDoubt, "an earlier create of it is in doubt",
                    "Run `waveform plan`: it names the commands that decide.");
}

// An integration that existed before the run, or that the run has seen.
bool is_known_id(const CallRunner& calls, const std::string& id) REQUIRES(apply_lock) {
  const auto& snapshot = calls.context.writer.snapshot();
  auto known = snapshot.known_ids.find(snapshot.run.id);
  return calls.run.seen.contains(id) || (known != snapshot.known_ids.end() && known->second.ids.contains(id));
}

state::Intent intent_of(const CallRunner& calls, const Value::Map& desired) {
  const auto& type = *calls.type;
  const auto& digest_key = calls.context.input.snapshot.digest_key;
  Value::Map shown;
  for (const auto& [name, value] : desired) {
    if (!is_hidden(*type.find(name), value)) shown.emplace(name, value);
  }
  auto likeness = likeness_of(type, desired, digest_key);
  state::Intent intent;
  intent.address = calls.change.address;
  intent.body = provider::create_body(type, shown);
  intent.expected =
      record_of(*calls.instance, "", {}, desired, nullptr, secrets_of(type, desired), digest_key);
  intent.since_epoch_millis = calls.context.clock.now_epoch_millis();
  intent.name_digest = std::move(likeness.name_digest);
  intent.account_digest = std::move(likeness.account_digest);
  return intent;
}

// The body of a create whose response was lost; null: nothing was created.
Result<Value> find_lost(CallRunner& calls, const Error& lost, std::int64_t seq) REQUIRES(apply_lock) {
  auto& progress = calls.context.progress;
  progress.report(
      {.kind = ProgressEvent::Kind::Waiting, .change = calls.change, .why = "no response; looking for it"});
  Fate fate;
  {
    const WorkerPool::Parked parked(calls.run.pool);
    fate = calls.run.lost_creates.wait_for(calls.change.address, seq);
  }
  progress.report({.kind = ProgressEvent::Kind::Waiting, .change = calls.change});
  switch (fate.kind) {
    case Fate::Kind::NotCreated:
      return Value();
    case Fate::Kind::Found: {
      const std::string& id = fate.ids.front();
      calls.run.seen[id].at = calls.context.clock.steady();
      calls.report_done(Action::Create, id);
      auto body = calls.get(id);
      if (body && provider::in_trash(*body)) return changed_since("it was deleted after it was created");
      return body;
    }
    case Fate::Kind::Undecided:
      return base::fail(
          ErrorKind::InDoubt,
          lost.message + "; it is in doubt: a new integration may be it, or belong to another user",
          ways_to_decide(calls.change.address, fate.ids, true));
    case Fate::Kind::Unknown:
      break;
  }
  return base::fail(
      ErrorKind::InDoubt,
      fmt::format("{}; it is in doubt whether it was created ({})", lost.message, fate.error.message),
      "Run apply again: it adopts the integration if it exists, and creates it only if it does not.");
}

// Creates it exactly once, retrying until that is certain, and records it. Returns its body.
Result<Value> create(CallRunner& calls, const Value::Map& desired) REQUIRES(apply_lock) {
  const auto& context = calls.context;
  const auto& address = calls.change.address;
  const auto intent = intent_of(calls, desired);
  const Value sent = provider::create_body(*calls.type, desired);
  for (int attempt = 1;; ++attempt) {
    auto seq = calls.declare({address, intent});
    if (!seq) return base::fail(seq.error());
    Result<Value> body;
    {
      const auto under_way = calls.run.lost_creates.begin(key_of(address, intent.body));
      body = calls.unlocked([&] { return context.api.create(sent); });
    }
    if (body && is_known_id(calls, provider::id_of(*body))) {
      body = base::fail(ErrorKind::InDoubt,
                        fmt::format("cannot create the integration: the response is {}, which existed before",
                                    provider::id_of(*body)));
    }
    if (body) {
      auto record =
          record_of(*calls.instance, provider::id_of(*body), provider::read_attributes(*calls.type, *body),
                    desired, nullptr, secrets_of(*calls.type, desired), context.input.snapshot.digest_key);
      calls.finish(*seq, Action::Create, {address, std::move(record), {}});
      return body;
    }
    if (body.error().kind != ErrorKind::InDoubt)
      return calls.not_done(*seq, body.error(), body.error().kind == ErrorKind::Redirected);
    auto found = find_lost(calls, body.error(), *seq);
    if (!found || found->is_map()) return found;
    if (attempt == kMostAttempts) return base::fail(body.error());
  }
}

}  // namespace

Result<void> check_external_id(CallRunner& calls, const Value::Map& desired) {
  auto found = desired.find("external_id");
  if (found == desired.end()) return {};
  const std::string& id = found->second.as_string();
  auto& run = calls.run;
  while (run.ids_in_check.contains(id) && !run.external_ids.contains(id)) run.context.lock.wait();
  if (auto checked = run.external_ids.find(id); checked != run.external_ids.end()) return checked->second;
  const Membership<std::string> in_check(run.ids_in_check, id);
  auto valid = calls.unlocked([&] { return calls.context.api.check_external_id(id); });
  if (!valid && valid.error().kind == ErrorKind::NotFound) {
    valid = base::fail(
        ErrorKind::Refused, "the external id is not valid, or has expired",
        "Nothing was sent. Create a new one with `waveform external-id create` and put it into the "
        "trust policy of the role.");
  }
  run.external_ids.emplace(id, valid);
  run.context.lock.notify_all();
  return valid;
}

Result<void> create_external_id(CallRunner& calls) {
  const auto& context = calls.context;
  const auto& address = calls.change.address;
  for (int attempt = 1;; ++attempt) {
    state::Intent intent;
    intent.address = address;
    intent.since_epoch_millis = context.clock.now_epoch_millis();
    auto seq = calls.declare({address, std::move(intent)});
    if (!seq) return base::fail(seq.error());
    auto id = calls.unlocked([&] { return context.api.create_external_id(); });
    if (!id && (id.error().kind != ErrorKind::InDoubt || attempt == kMostAttempts))
      return calls.not_done(*seq, id.error(), id.error().kind == ErrorKind::InDoubt);
    if (id) {
      auto created = managed_external_id(calls, *id);
      context.scope.set_resource(address, Value(created.resource->attributes));
      calls.finish(*seq, Action::Create, std::move(created));
      return calls.commit();  // an external id whose result is lost cannot be found
    }
    context.writer.refused(*seq);
    calls.run.diags.warning(
        calls.instance->block->range, fmt::format("One external id may be left over: {}", address.text()),
        "There was no response with it, and another one was created. External ids cannot be "
        "listed; an unused one expires by itself.");
  }
}

Result<void> create_integration(CallRunner& calls) {
  if (auto absent = check_absent(calls); !absent) return absent;
  const auto& context = calls.context;
  const auto& address = calls.change.address;
  auto desired = evaluate(calls);
  if (!desired) return base::fail(desired.error());
  if (auto valid = check_external_id(calls, *desired); !valid) return valid;
  auto body = create(calls, *desired);
  if (!body) return base::fail(body.error());
  context.scope.set_resource(
      address, visible_value(*calls.type, *desired, provider::read_attributes(*calls.type, *body), true));
  if (!calls.change.has(Action::Disable)) return {};
  Existing existing{
      *std::move(desired), std::move(*body), {}, context.writer.snapshot().resources.at(address)};
  existing.fingerprint = provider::fingerprint(*calls.type, existing.body);
  return set_enabled(calls, existing, false);
}

}  // namespace waveform::planner
