#include "planner/apply/change_runner.h"

#include <algorithm>

#include <fmt/format.h>

#include "planner/apply/pause.h"
#include "planner/eval/resource_values.h"
#include "planner/live/lost_calls.h"
#include "planner/live/secrets.h"
#include "planner/live/state_entry.h"
#include "planner/plan/create_guards.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::Error;
using base::ErrorKind;
using base::Result;
using base::Value;

namespace {

// The body shows that this update took effect: the attributes that it is about are as wanted, or, where the
// default that they are reset to is not known, not what they were. A secret cannot be seen: an update of
// secrets alone never shows.
bool shows(const ResourceBlock& block, const Change& change, const Value::Map& desired, const Value& body) {
  const Value seen(provider::read_attributes(*block.type, body));
  const Value wanted(desired);
  bool any = false;
  for (const auto& attribute : change.attributes) {
    const auto& known = *block.type->find(attribute.name);
    const bool is_reset = attribute.kind == AttributeChange::Kind::Reset;
    if (known.secret || known.role == provider::Role::WriteOnly) continue;
    any = true;
    const Value& now = seen.get(attribute.name);
    const bool is_known = !is_reset || !known.create_default().is_null();
    const Value& value = is_reset ? known.create_default() : wanted.get(attribute.name);
    if (is_known ? !provider::same(known, now, value) : provider::same(known, now, attribute.before))
      return false;
  }
  return any;
}

// In the form of the calls that answer with a body.
provider::Check without_body(const provider::MakeBody& check) {
  return [&check] { return check().map([](const Value&) {}); };
}
Result<Value> answered(const Result<void>& result) {
  return result.map([] { return Value(); });
}

}  // namespace

Result<void> changed_since(const std::string& what) {
  return base::fail(ErrorKind::Conflict, "changed since the plan: " + what,
                    "Nothing was done to it. Plan again, review the plan, and apply it.");
}

std::set<std::string> secrets_of(const provider::ResourceType& type, const Value::Map& attributes) {
  std::set<std::string> secrets;
  for (const auto& [name, value] : attributes) {
    if (type.find(name)->secret) secrets.insert(name);
  }
  return secrets;
}

state::Resource settled_record(const PlanInput& input, const base::Address& address,
                               const ResourceBlock& block, const std::string& id,
                               const Value::Map& attributes, const Value::Map& desired,
                               const state::Resource* old, const std::set<std::string>& sent) {
  auto record = make_record(*block.type, id, attributes, desired, old, sent, input.snapshot.digest_key);
  const auto& needs = input.resources.instances.at(address).needs;
  record.dependencies.assign(needs.begin(), needs.end());
  record.skip_trash = block.skip_trash;
  return record;
}

ChangeRunner::ChangeRunner(ApplyRun& run, const Change& change)
    : run_(run), context_(run.context), change_(change), started_(run.context.clock.steady()) {
  auto instance = context_.input.resources.instances.find(change.address);
  block_ = instance == context_.input.resources.instances.end() ? nullptr : instance->second.block;
}

Result<void> ChangeRunner::run() {
  // The state had it moved before the first call.
  if (change_.has(Action::Move)) tell_done(Action::Move, change_.id);
  if (change_.actions == std::vector{Action::Move}) return {};
  if (change_.has(Action::Forget)) return forget();
  if (context_.held.contains(change_.address)) {
    const auto left = context_.held_until - context_.clock.steady();
    if (left.count() > 0 && !pause(left, "a call of an earlier run may still arrive"))
      return base::fail(ErrorKind::Interrupted, "interrupted before it was begun");
  }
  bool external_id = provider::is_external_id(context_.input.catalog, change_.address.type);
  if (change_.has(Action::Delete)) return external_id ? remove_external_id() : remove();
  if (change_.has(Action::Replace)) return replace(external_id);
  if (change_.actions == std::vector{Action::Import}) return import();
  if (!change_.has(Action::Create)) return change_existing();
  return external_id ? create_external_id() : create();
}

Result<Value::Map> ChangeRunner::evaluate() const {
  base::Diags diags;
  auto desired = evaluate_resource(change_.address, context_.input.resources.instances.at(change_.address),
                                   context_.scope, diags);
  for (const auto& diag : diags.list()) {
    if (diag.severity == base::Severity::Error)
      return base::fail(ErrorKind::Invalid, diag.summary, diag.detail);
  }
  for (const auto& [name, value] : desired) {
    if (run_.options.mode != Mode::ImportOnly && !value.is_wholly_known())
      return base::fail(ErrorKind::Invalid, name + " is still not known", "What it refers to was not made.");
  }
  return desired;
}

Result<void> ChangeRunner::create() {
  // A saved plan did not see it.
  auto managed = context_.writer.snapshot().resources.find(change_.address);
  if (managed != context_.writer.snapshot().resources.end() &&
      find_live(context_.input.live, managed->second.id) != nullptr)
    return changed_since("it exists");
  if (state::find_intent(context_.writer.snapshot(), change_.address) != nullptr)
    return base::fail(ErrorKind::InDoubt, "an earlier create of it is in doubt",
                      "`waveform plan` names the commands that decide.");
  auto desired = evaluate();
  if (!desired) return base::fail(desired.error());
  if (auto valid = check_external_id(*desired); !valid) return valid;
  auto body = make(*desired);
  if (!body) return base::fail(body.error());
  context_.scope.set_resource(
      change_.address,
      visible_value(*block_->type, *desired, provider::read_attributes(*block_->type, *body), true));
  if (!change_.has(Action::Disable)) return {};
  auto record = context_.writer.snapshot().resources.at(change_.address);
  Existing existing{*std::move(desired), std::move(*body), {}, false, std::move(record)};
  existing.fingerprint = provider::fingerprint(*block_->type, existing.body);
  return enable(existing, false);
}

// Until it is created, once; returns what the service has then. The state has it, too.
Result<Value> ChangeRunner::make(const Value::Map& desired) {
  Value::Map shown;
  for (const auto& [name, value] : desired) {
    if (!is_hidden(*block_->type->find(name), value)) shown.emplace(name, value);
  }
  const auto sent_secrets = secrets_of(*block_->type, desired);
  auto declaration = declare_create(
      provider::create_body(*block_->type, shown),
      settled_record(context_.input, change_.address, *block_, "", {}, desired, nullptr, sent_secrets));
  auto likeness = likeness_of(*block_->type, desired, context_.input.snapshot.digest_key);
  declaration.intent->name_digest = std::move(likeness.name_digest);
  declaration.intent->account_digest = std::move(likeness.account_digest);
  const Value sent = provider::create_body(*block_->type, desired);
  const auto key = key_of(change_.address, declaration.intent->body);
  for (int attempt = 1;; ++attempt) {
    auto seq = begin(declaration);
    if (!seq) return base::fail(seq.error());
    run_.lost_creates.under_way(key);
    auto body = call([&] { return context_.api.create(sent); });
    run_.lost_creates.answered(key);
    if (body && is_known(provider::id_of(*body))) {
      body = base::fail(ErrorKind::InDoubt,
                        fmt::format("cannot create the integration: the answer is {}, which was there before",
                                    provider::id_of(*body)));
    }
    if (body) {
      finish(*seq, Action::Create, {change_.address, record_of(*body, desired, nullptr, sent_secrets), {}});
      return body;
    }
    if (body.error().kind != ErrorKind::InDoubt)
      return not_done(*seq, body.error(), body.error().kind == ErrorKind::Redirected);
    auto found = find_lost(body.error(), *seq);
    if (!found || found->is_map()) return found;
    if (attempt == kMostAttempts) return base::fail(body.error());
  }
}

// An integration that was there before, or that this run has seen.
bool ChangeRunner::is_known(const std::string& id) const {
  const auto& snapshot = context_.writer.snapshot();
  auto known = snapshot.known_ids.find(snapshot.run.id);
  return run_.seen.contains(id) || (known != snapshot.known_ids.end() && known->second.ids.contains(id));
}

// What became of a create whose answer was lost: its body; null when nothing was created.
Result<Value> ChangeRunner::find_lost(const Error& lost, std::int64_t seq) {
  context_.progress.waits(change_, "its answer was lost; looking for it");
  Fate fate;
  {
    const Crew::Aside aside(*run_.crew);
    fate = run_.lost_creates.wait_for(change_.address, seq);
  }
  context_.progress.waits(change_, "");
  switch (fate.kind) {
    case Fate::Kind::NotMade:
      return Value();
    case Fate::Kind::Found:
      run_.seen[fate.ids.front()].at = context_.clock.steady();
      tell_done(Action::Create, fate.ids.front());
      {
        auto body = look(fate.ids.front());
        if (body && provider::in_trash(*body))
          return base::fail(changed_since("it was deleted after it was created").error());
        return body;
      }
    case Fate::Kind::Undecided:
      return base::fail(
          ErrorKind::InDoubt,
          lost.message + "; it is in doubt: what the service has since may be it, or someone else's",
          ways_to_decide(change_.address, fate.ids, true));
    case Fate::Kind::Unknown:
      break;
  }
  return base::fail(
      ErrorKind::InDoubt,
      fmt::format("{}; it is in doubt whether it was created ({})", lost.message, fate.error.message),
      "The next run looks for it, adopts it if it is there, and creates it only otherwise.");
}

Result<void> ChangeRunner::create_external_id() {
  for (int attempt = 1;; ++attempt) {
    auto seq = begin(declare_create({}, {}));
    if (!seq) return base::fail(seq.error());
    auto id = call([&] { return context_.api.create_external_id(); });
    if (!id && (id.error().kind != ErrorKind::InDoubt || attempt == kMostAttempts))
      return not_done(*seq, id.error(), id.error().kind == ErrorKind::InDoubt);
    if (!id) {
      context_.writer.refused(*seq);
      run_.diags.warning(
          block_->range, fmt::format("One external id may be left over: {}", change_.address.text()),
          "The answer that had it was lost, and another one was created. External ids cannot be "
          "listed; an unused one expires by itself.");
      continue;
    }
    Value value = Value(*id).with_marks(Value::Masked);
    auto record =
        settled_record(context_.input, change_.address, *block_, *id, {{"id", value}}, {}, nullptr, {});
    context_.scope.set_resource(change_.address, Value(Value::Map{{"id", value}}));
    finish(*seq, Action::Create, {change_.address, std::move(record), {}});
    return commit();  // one whose result is lost cannot be found
  }
}

Result<void> ChangeRunner::change_existing() {
  auto desired = evaluate();
  if (!desired) return base::fail(desired.error());
  drop_ignored(*block_, *desired);
  Existing existing{*std::move(desired), {}, change_.fingerprint, change_.has(Action::Undelete), {}};
  if (change_.has(Action::Import)) {
    const auto* live = find_live(context_.input.live, change_.id);
    existing.record = imported_record(live == nullptr ? Value::Map{} : live->attributes, existing.desired);
  } else {
    existing.record = state::recall(context_.writer.snapshot(), change_.address).value_or(state::Resource());
    const auto* live = find_live(context_.input.live, change_.id);
    if (existing.record.attributes.empty() && live != nullptr) see(existing.record, live->attributes);
  }
  for (Action action : change_.actions) {
    Result<void> step;
    if (action == Action::Import) remember(action, {change_.address, existing.record, {}});
    if (action == Action::Undelete) step = undelete(existing);
    if (action == Action::Update) step = update(existing);
    if (action == Action::Enable || action == Action::Disable)
      step = enable(existing, action == Action::Enable);
    if (!step) return step;
  }
  auto live = provider::read_attributes(*block_->type, existing.body);
  context_.scope.set_resource(change_.address, visible_value(*block_->type, existing.desired, live, true));
  return {};
}

Result<void> ChangeRunner::undelete(Existing& existing) {
  auto seq = begin({change_.address,
                    {},
                    change_.id,
                    state::OpenCall{state::OpenCall::Kind::Undelete, change_.address, {}, {}},
                    {},
                    existing.record});
  if (!seq) return base::fail(seq.error());
  auto outcome = perform({.id = change_.id,
                          .fingerprint = existing.fingerprint,
                          .in_trash = true,
                          .send =
                              [&](const provider::MakeBody& check) {
                                return answered(context_.api.undelete(change_.id, without_body(check)));
                              },
                          .is_done = [](const Value& body) { return !provider::in_trash(body); }});
  if (!outcome.answer) return not_done(*seq, outcome.answer.error(), outcome.may_be_done);
  existing.body = outcome.seen.with_path("inTrash", false).with_path("deleted", false);
  bool last = change_.actions.back() == Action::Undelete;
  finish_step(*seq, Action::Undelete, existing, last);
  if (last) return {};
  // What comes next goes by what the service has now.
  auto body = look(change_.id);
  if (!body) return base::fail(body.error());
  existing.body = *std::move(body);
  existing.fingerprint = provider::fingerprint(*block_->type, existing.body);
  return {};
}

Result<void> ChangeRunner::update(Existing& existing) {
  Value::Map set;
  std::set<std::string> reset;
  for (const auto& change : change_.attributes) {
    if (change.kind == AttributeChange::Kind::Reset) {
      reset.insert(change.name);
    } else {
      set.emplace(change.name, existing.desired.at(change.name));
    }
  }
  for (const auto& attribute : block_->type->attributes) {
    auto wanted = existing.desired.find(attribute.name);
    bool goes_along = attribute.role == provider::Role::WriteOnly || attribute.is_always_sent() ||
                      set.contains(attribute.sent_with());
    if (goes_along && wanted != existing.desired.end()) set.insert(*wanted);
  }
  bool new_external_id =
      std::any_of(change_.attributes.begin(), change_.attributes.end(),
                  [](const AttributeChange& change) { return change.name == "external_id"; });
  if (new_external_id) {
    if (auto valid = check_external_id(existing.desired); !valid) return valid;
  }
  auto seq = begin(declare_update(existing, set, reset));
  if (!seq) return base::fail(seq.error());
  auto outcome = perform(
      {.id = change_.id,
       .fingerprint = existing.fingerprint,
       .in_trash = false,
       .send = [&](const provider::MakeBody& check) { return context_.api.update(change_.id, check); },
       .make = [&](const Value& body) { return provider::update_body(*block_->type, body, set, reset); },
       .is_done = [&](const Value& body) { return shows(*block_, change_, existing.desired, body); }});
  if (!outcome.answer) return not_done(*seq, outcome.answer.error(), outcome.may_be_done);
  // After a lost answer it was seen with the update in it.
  if (outcome.answer->is_map()) existing.fingerprint = provider::fingerprint(*block_->type, outcome.seen);
  existing.body = outcome.answer->is_map() ? *std::move(outcome.answer) : std::move(outcome.seen);
  finish_step(*seq, Action::Update, existing, true, secrets_of(*block_->type, set));
  return {};
}

// Nothing is declared: the next look shows whether it took effect.
Result<void> ChangeRunner::enable(Existing& existing, bool on) {
  const std::string id = existing.record.id;
  auto outcome = perform({.id = id,
                          .fingerprint = existing.fingerprint,
                          .in_trash = false,
                          .send =
                              [&](const provider::MakeBody& check) {
                                return answered(on ? context_.api.enable(id, without_body(check))
                                                   : context_.api.disable(id, without_body(check)));
                              },
                          .is_done = [on](const Value& body) { return provider::is_disabled(body) != on; }});
  if (!outcome.answer) return base::fail(outcome.answer.error());
  existing.body = outcome.seen.with_path("disabled", !on);
  finish_step(0, on ? Action::Enable : Action::Disable, existing, true);
  return {};
}

// What was seen at the refresh is taken into the state: no call is needed.
Result<void> ChangeRunner::import() {
  if (block_->type->is_external_id) {
    Value id = Value(change_.id).with_marks(Value::Masked);
    auto record =
        settled_record(context_.input, change_.address, *block_, change_.id, {{"id", id}}, {}, nullptr, {});
    remember(Action::Import, {change_.address, std::move(record), {}});
    return {};
  }
  const auto* live = find_live(context_.input.live, change_.id);
  bool same = live != nullptr && !live->in_trash &&
              (change_.fingerprint.empty() || fingerprint_of(*live) == change_.fingerprint);
  if (!same) return changed_since("it was edited, disabled, enabled, deleted or recovered");
  auto desired = evaluate();
  if (!desired) return base::fail(desired.error());
  drop_ignored(*block_, *desired);
  remember(Action::Import, {change_.address, imported_record(live->attributes, *desired), {}});
  return {};
}

// The import command does not record the manifest's secrets: the next plan says that they are not verified.
state::Resource ChangeRunner::imported_record(const Value::Map& attributes, const Value::Map& desired) const {
  auto record =
      settled_record(context_.input, change_.address, *block_, change_.id, attributes, desired, nullptr, {});
  if (run_.options.mode == Mode::ImportOnly) {
    std::erase_if(record.secret_digests,
                  [&](const auto& digest) { return block_->type->find(digest.first)->secret; });
  }
  return record;
}

void ChangeRunner::remember(Action action, state::Mutation mutation) {
  context_.writer.remember(std::move(mutation));
  tell_done(action, change_.id);
}

state::Resource ChangeRunner::record_of(const Value& body, const Value::Map& desired,
                                        const state::Resource* old, const std::set<std::string>& sent) const {
  return settled_record(context_.input, change_.address, *block_, provider::id_of(body),
                        provider::read_attributes(*block_->type, body), desired, old, sent);
}

}  // namespace waveform::planner
