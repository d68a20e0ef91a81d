#include "planner/change_runner.h"

#include <algorithm>

#include <fmt/format.h>

#include "planner/desired.h"
#include "planner/records.h"
#include "planner/secrets.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::Error;
using base::ErrorKind;
using base::Result;
using base::Value;

namespace {

// The attributes of the body that the change is about are as wanted. A secret cannot be seen: that somebody,
// most likely we, wrote since `before` has to do.
bool shows(const ResourceBlock& block, const Change& change, const Value::Map& desired, const Value& before,
           const Value& body) {
  auto live = provider::read_attributes(*block.type, body);
  bool written = before.get("updatedEpochMillis") != body.get("updatedEpochMillis");
  Value seen(live);
  Value wanted(desired);
  for (const auto& attribute : change.attributes) {
    const auto* known = block.type->find(attribute.name);
    if (known->secret && !written) return false;
    if (known->secret) continue;
    const Value& value =
        attribute.kind == AttributeChange::Kind::Reset ? known->create_default : wanted.get(attribute.name);
    bool any_default = attribute.kind == AttributeChange::Kind::Reset && value.is_null();
    if (!any_default && !provider::same(*known, seen.get(attribute.name), value)) return false;
  }
  return true;
}

}  // namespace

Result<void> changed_since(const std::string& what) {
  return base::fail(ErrorKind::Conflict, "changed since the plan: " + what,
                    "Nothing was done to it. Plan again, look, and apply.");
}

state::Resource settled_record(const PlanInput& input, const base::Address& address,
                               const ResourceBlock& block, const std::string& id,
                               const Value::Map& attributes, const Value::Map& desired,
                               const state::Resource* old) {
  auto record = make_record(*block.type, id, attributes, desired, old, input.snapshot.digest_key);
  const auto& needs = input.resources.instances.at(address).needs;
  record.dependencies.assign(needs.begin(), needs.end());
  record.skip_trash = block.skip_trash;
  return record;
}

Result<void> ChangeRunner::run(const Change& change) {
  started_ = context_.clock.steady();
  // The state had it moved before the first call.
  if (change.has(Action::Move)) tell_done(change, Action::Move);
  if (change.actions == std::vector{Action::Move}) return {};
  if (change.has(Action::Forget)) return forget(change);
  bool external_id = provider::is_external_id(context_.input.catalog, change.address.type);
  if (change.has(Action::Delete)) return external_id ? remove_external_id(change) : remove(change);
  const auto& block = *context_.input.resources.instances.at(change.address).block;
  if (change.has(Action::Replace)) return replace(change, block, external_id);
  if (change.actions == std::vector{Action::Import}) return import(change, block);
  if (!change.has(Action::Create)) return change_existing(change, block);
  return external_id ? create_external_id(change, block) : create(change, block);
}

Result<Value::Map> ChangeRunner::evaluate(const Change& change) const {
  base::Diags diags;
  auto desired = evaluate_resource(change.address, context_.input.resources.instances.at(change.address),
                                   context_.scope, diags);
  for (const auto& diag : diags.list()) {
    if (diag.severity == base::Severity::Error)
      return base::fail(ErrorKind::Invalid, diag.summary, diag.detail);
  }
  for (const auto& [name, value] : desired) {
    if (options_.mode != Mode::ImportOnly && !value.is_wholly_known())
      return base::fail(ErrorKind::Invalid, name + " is still not known", "What it refers to was not made.");
  }
  return desired;
}

Result<void> ChangeRunner::check_external_id(const Value::Map& desired) {
  auto found = desired.find("external_id");
  if (found == desired.end()) return {};
  const std::string& id = found->second.as_string();
  if (auto checked = checked_external_ids_.find(id); checked != checked_external_ids_.end())
    return checked->second;
  auto valid = context_.api.check_external_id(id);
  if (!valid && valid.error().kind == ErrorKind::NotFound) {
    valid = base::fail(ErrorKind::Refused, "the external id is not valid (any more)",
                       "Nothing was sent: the service would not have answered. Make a new one with `waveform "
                       "external-id create` and put it into the role's trust policy.");
  }
  checked_external_ids_.emplace(id, valid);
  return valid;
}

Result<void> ChangeRunner::create(const Change& change, const ResourceBlock& block) {
  auto desired = evaluate(change);
  if (!desired) return base::fail(desired.error());
  if (auto valid = check_external_id(*desired); !valid) return valid;
  Value::Map shown;
  for (const auto& [name, value] : *desired) {
    if (!is_hidden(*block.type->find(name), value)) shown.emplace(name, value);
  }
  auto intended = intent_of(Action::Create, change);
  intended.body = provider::create_body(*block.type, shown);
  intended.expected = settled_record(context_.input, change.address, block, "", {}, *desired, nullptr);
  intended.watermark = context_.input.live.watermark;
  auto seq = intent(intended);
  if (!seq) return base::fail(seq.error());
  auto body = context_.api.create(provider::create_body(*block.type, *desired));
  if (!body && body.error().kind == ErrorKind::InDoubt) {
    context_.writer.lost(intended, context_.clock.now_epoch_millis());
    return base::fail(
        ErrorKind::InDoubt, body.error().message + "; it is not known whether it was created",
        "Run `waveform apply` again: it looks for it, takes it if it is there, and only else creates it.");
  }
  if (!body) return not_done(*seq, body.error());
  auto record = record_of(change.address, block, *body, *desired, nullptr);
  context_.scope.set_resource(
      change.address,
      visible_value(*block.type, *desired, provider::read_attributes(*block.type, *body), true));
  if (auto finished = finish(*seq, Action::Create, change, {change.address, record, {}}); !finished)
    return finished;
  if (!change.has(Action::Disable)) return {};
  Existing existing{change, block, *std::move(desired), *std::move(body), std::move(record)};
  return enable(existing, false);
}

Result<void> ChangeRunner::create_external_id(const Change& change, const ResourceBlock& block) {
  auto intended = intent_of(Action::Create, change);
  auto seq = intent(intended);
  if (!seq) return base::fail(seq.error());
  auto id = context_.api.create_external_id();
  if (!id && id.error().kind == ErrorKind::InDoubt) {
    context_.writer.lost(intended, context_.clock.now_epoch_millis());
    return base::fail(ErrorKind::InDoubt, id.error().message,
                      "One external id may be left over; they cannot be listed, and an unused one expires by "
                      "itself. The next run makes another.");
  }
  if (!id) return not_done(*seq, id.error());
  Value value = Value(*id).with_marks(Value::Masked);
  auto record = settled_record(context_.input, change.address, block, *id, {{"id", value}}, {}, nullptr);
  context_.scope.set_resource(change.address, Value(Value::Map{{"id", value}}));
  return finish(*seq, Action::Create, change, {change.address, std::move(record), {}});
}

Result<void> ChangeRunner::change_existing(const Change& change, const ResourceBlock& block) {
  auto desired = evaluate(change);
  if (!desired) return base::fail(desired.error());
  drop_ignored(block, *desired);
  auto body = context_.api.get(change.id);
  if (!body && body.error().kind == ErrorKind::NotFound) return changed_since("it is gone");
  if (!body) return base::fail(body.error());
  if (provider::in_trash(*body) != change.has(Action::Undelete)) {
    return changed_since("it was deleted or recovered");
  }
  if (!change.fingerprint.empty() && provider::fingerprint(*block.type, *body) != change.fingerprint)
    return changed_since("somebody edited, disabled, deleted or recovered it");
  auto record = state::recall(context_.writer.snapshot(), change.address).value_or(state::Resource());
  if (change.has(Action::Import)) {
    record = imported_record(change, block, provider::read_attributes(*block.type, *body), *desired);
  }
  Existing existing{change, block, *std::move(desired), *std::move(body), std::move(record)};
  for (Action action : change.actions) {
    Result<void> step;
    if (action == Action::Import) remember(change, action, {change.address, existing.record, {}});
    if (action == Action::Undelete) step = undelete(existing);
    if (action == Action::Update) step = update(existing);
    if (action == Action::Enable || action == Action::Disable)
      step = enable(existing, action == Action::Enable);
    if (!step) return step;
  }
  auto live = provider::read_attributes(*block.type, existing.body);
  context_.scope.set_resource(change.address, visible_value(*block.type, existing.desired, live, true));
  return {};
}

Result<void> ChangeRunner::undelete(Existing& existing) {
  auto seq = intent(intent_of(Action::Undelete, existing.change));
  if (!seq) return base::fail(seq.error());
  auto answer = context_.api.undelete(existing.change.id);
  if (!answer) {
    auto body =
        look_again(existing.change.id, answer.error(), [](const Value& b) { return !provider::in_trash(b); });
    if (!body) return not_done(*seq, body.error());
  }
  existing.body = existing.body.with_path("inTrash", false).with_path("deleted", false);
  return finish_step(*seq, Action::Undelete, existing, existing.change.actions.back() == Action::Undelete);
}

Result<void> ChangeRunner::update(Existing& existing) {
  Value::Map set;
  std::set<std::string> reset;
  for (const auto& change : existing.change.attributes) {
    if (change.kind == AttributeChange::Kind::Reset) {
      reset.insert(change.name);
    } else {
      set.emplace(change.name, existing.desired.at(change.name));
    }
  }
  for (const auto& attribute : existing.block.type->attributes) {
    auto wanted = existing.desired.find(attribute.name);
    bool goes_along = attribute.write_only || attribute.resend ||
                      (!attribute.resend_with.empty() && set.contains(attribute.resend_with));
    if (goes_along && wanted != existing.desired.end()) set.emplace(*wanted);
  }
  bool new_external_id =
      std::any_of(existing.change.attributes.begin(), existing.change.attributes.end(),
                  [](const AttributeChange& change) { return change.name == "external_id"; });
  if (new_external_id) {
    if (auto valid = check_external_id(existing.desired); !valid) return valid;
  }
  auto seq = intent(intent_of(Action::Update, existing.change));
  if (!seq) return base::fail(seq.error());
  auto answer = context_.api.update(existing.change.id,
                                    provider::update_body(*existing.block.type, existing.body, set, reset));
  if (!answer) {
    answer = look_again(existing.change.id, answer.error(), [&](const Value& body) {
      return shows(existing.block, existing.change, existing.desired, existing.body, body);
    });
    if (!answer) return not_done(*seq, answer.error());
  }
  existing.body = *std::move(answer);
  return finish_step(*seq, Action::Update, existing, true);
}

Result<void> ChangeRunner::enable(Existing& existing, bool on) {
  Action action = on ? Action::Enable : Action::Disable;
  std::string id = existing.record.id;
  auto intended = intent_of(action, existing.change);
  intended.id = id;
  auto seq = intent(intended);
  if (!seq) return base::fail(seq.error());
  auto answer = on ? context_.api.enable(id) : context_.api.disable(id);
  if (!answer) {
    auto body =
        look_again(id, answer.error(), [&](const Value& b) { return provider::is_disabled(b) != on; });
    if (!body) return not_done(*seq, body.error());
  }
  existing.body = existing.body.with_path("disabled", !on);
  return finish_step(*seq, action, existing, true);
}

// What was seen at the refresh is taken into the state: no call is needed.
Result<void> ChangeRunner::import(const Change& change, const ResourceBlock& block) {
  if (block.type->lifecycle == provider::Lifecycle::ExternalId) {
    Value id = Value(change.id).with_marks(Value::Masked);
    auto record = settled_record(context_.input, change.address, block, change.id, {{"id", id}}, {}, nullptr);
    remember(change, Action::Import, {change.address, std::move(record), {}});
    return {};
  }
  auto live = context_.input.live.integrations.find(change.id);
  bool same = live != context_.input.live.integrations.end() && !live->second.in_trash &&
              (change.fingerprint.empty() || live->second.fingerprint == change.fingerprint);
  if (!same) return changed_since("somebody edited, disabled, deleted or recovered it");
  auto desired = evaluate(change);
  if (!desired) return base::fail(desired.error());
  drop_ignored(block, *desired);
  auto record = imported_record(change, block, live->second.attributes, *desired);
  remember(change, Action::Import, {change.address, std::move(record), {}});
  return {};
}

// The import command takes no word for the manifest's secrets yet: the next plan says that they are not
// verified.
state::Resource ChangeRunner::imported_record(const Change& change, const ResourceBlock& block,
                                              const Value::Map& attributes, const Value::Map& desired) const {
  auto record =
      settled_record(context_.input, change.address, block, change.id, attributes, desired, nullptr);
  if (options_.mode == Mode::ImportOnly) {
    std::erase_if(record.secret_digests,
                  [&](const auto& digest) { return block.type->find(digest.first)->secret; });
  }
  return record;
}

void ChangeRunner::remember(const Change& change, Action action, state::Mutation mutation) {
  state::apply(context_.writer.snapshot(), std::move(mutation));
  tell_done(change, action);
}

void ChangeRunner::tell_done(const Change& change, Action action) {
  ++done_[action];
  context_.progress.done(change, action, change.id, base::Millis(0));
}

// After a lost answer: the body when it shows that the call took effect, else the error to report. The call
// may still be under way: it is looked for until the settle time has passed.
Result<Value> ChangeRunner::look_again(const std::string& id, const Error& lost, const Check& is_done) {
  if (lost.kind != ErrorKind::InDoubt) return base::fail(lost);
  auto until = context_.clock.steady() + context_.settle_time;
  for (base::Millis pause(250);; pause = std::min(pause * 2, base::Millis(5000))) {
    auto body = context_.api.get(id);
    if (body && is_done(*body)) return body;
    if (!body && body.error().kind == ErrorKind::NotFound) return body;
    if (context_.clock.steady() >= until || context_.interrupted()) break;
    context_.clock.sleep(pause);
  }
  return base::fail(ErrorKind::InDoubt, lost.message + "; so far it has not taken effect",
                    "Apply again: what is still missing is planned again.");
}

state::Intent ChangeRunner::intent_of(Action action, const Change& change) const {
  state::Intent intent;
  intent.call = action_name(action);
  intent.address = change.address;
  intent.id = change.id;
  intent.at_epoch_millis = context_.clock.now_epoch_millis();
  return intent;
}

Result<std::int64_t> ChangeRunner::intent(const state::Intent& intent) {
  auto seq = context_.writer.intent(intent);
  if (!seq) broken_ = true;
  return seq;
}

// The error of a call; written down when it is certain that nothing happened.
Result<void> ChangeRunner::not_done(std::int64_t seq, const Error& error) {
  if (error.kind != ErrorKind::InDoubt) {
    if (auto written = context_.writer.refused(seq); !written) broken_ = true;
  }
  return base::fail(error);
}

Result<void> ChangeRunner::finish(std::int64_t seq, Action action, const Change& change,
                                  state::Mutation mutation) {
  std::string id = provider::is_external_id(context_.input.catalog, change.address.type) ? ""
                   : mutation.resource ? mutation.resource->id
                                       : change.id;
  ++done_[action];
  auto written = context_.writer.done(seq, std::move(mutation));
  broken_ = broken_ || !written;
  auto now = context_.clock.steady();
  context_.progress.done(change, action, id, now - std::exchange(started_, now));
  return written;
}

Result<void> ChangeRunner::finish_step(std::int64_t seq, Action action, Existing& existing, bool last) {
  auto live = provider::read_attributes(*existing.block.type, existing.body);
  if (last) {
    existing.record =
        record_of(existing.change.address, existing.block, existing.body, existing.desired, &existing.record);
  } else {
    existing.record.attributes = std::move(live);
    for (const auto& [name, digest] : existing.record.secret_digests) existing.record.attributes.erase(name);
  }
  return finish(seq, action, existing.change, {existing.change.address, existing.record, {}});
}

state::Resource ChangeRunner::record_of(const base::Address& address, const ResourceBlock& block,
                                        const Value& body, const Value::Map& desired,
                                        const state::Resource* old) const {
  return settled_record(context_.input, address, block, provider::id_of(body),
                        provider::read_attributes(*block.type, body), desired, old);
}

}  // namespace waveform::planner
