// Changes of an integration that exists.
#include <algorithm>

#include "planner/apply/change_runner.h"
#include "planner/eval/resource_values.h"
#include "planner/live/secrets.h"
#include "planner/live/state_entry.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::Result;
using base::Value;

namespace {

// The body shows that this update took effect: attributes are as wanted; those reset to an unknown default
// have changed. An update of secrets alone never shows.
bool shows(const provider::ResourceType& type, const Change& change, const Value::Map& desired,
           const Value& body) {
  const Value seen(provider::read_attributes(type, body));
  const Value wanted(desired);
  bool any = false;
  for (const auto& attribute : change.attributes) {
    const auto& known = *type.find(attribute.name);
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

// `import` does not trust the secrets of the manifest: the next plan shows that they are not verified.
state::Resource imported_record(const CallRunner& calls, const Value::Map& attributes,
                                const Value::Map& desired) {
  auto record = record_of(*calls.instance, calls.change.id, attributes, desired, nullptr, {},
                          calls.context.input.snapshot.digest_key);
  if (calls.run.plan.options.mode == Mode::ImportOnly)
    std::erase_if(record.secret_digests,
                  [&](const auto& digest) { return calls.type->find(digest.first)->secret; });
  return record;
}

// Records an action. `is_last`: the service now matches the manifest, and these secrets were sent.
void finish_action(CallRunner& calls, std::int64_t seq, Action action, Existing& existing, bool is_last,
                   const std::set<std::string>& sent = {}) REQUIRES(apply_lock) {
  auto& record = existing.record;
  auto attributes = provider::read_attributes(*calls.type, existing.body);
  calls.run.seen[record.id].before_own_write =
      std::exchange(existing.fingerprint, provider::fingerprint(*calls.type, existing.body));
  if (is_last) {
    record = record_of(*calls.instance, provider::id_of(existing.body), attributes, existing.desired, &record,
                       sent, calls.context.input.snapshot.digest_key);
  } else {
    see(record, std::move(attributes));
  }
  calls.finish(seq, action, {calls.change.address, record, {}});
}

Result<void> undelete(CallRunner& calls, Existing& existing) REQUIRES(apply_lock) {
  const auto& id = calls.change.id;
  auto seq = calls.declare(state::OpenCall::Kind::Undelete, existing.record);
  if (!seq) return base::fail(seq.error());
  auto outcome = calls.perform({.id = id,
                                .fingerprint = existing.fingerprint,
                                .in_trash = true,
                                .send = without_body([&](const provider::Check& check) {
                                  return calls.context.api.undelete(id, check);
                                }),
                                .is_done = [](const Value& body) { return !provider::in_trash(body); }});
  if (!outcome.response) return calls.not_done(*seq, outcome.response.error(), outcome.may_be_done);
  existing.body = outcome.seen.with_path("inTrash", false).with_path("deleted", false);
  const bool is_last = calls.change.actions.back() == Action::Undelete;
  finish_action(calls, *seq, Action::Undelete, existing, is_last);
  if (is_last) return {};
  auto body = calls.get(id);
  if (!body) return base::fail(body.error());
  existing.body = *std::move(body);
  existing.fingerprint = provider::fingerprint(*calls.type, existing.body);
  return {};
}

struct Update {
  Value::Map set;
  std::set<std::string> reset;
};

Update update_of(const CallRunner& calls, const Value::Map& desired) {
  Update update;
  for (const auto& change : calls.change.attributes) {
    if (change.kind == AttributeChange::Kind::Reset) {
      update.reset.insert(change.name);
    } else {
      update.set.emplace(change.name, desired.at(change.name));
    }
  }
  for (const auto& attribute : calls.type->attributes) {
    auto wanted = desired.find(attribute.name);
    const bool goes_along = attribute.role == provider::Role::WriteOnly || attribute.is_always_sent() ||
                            update.set.contains(attribute.sent_with());
    if (goes_along && wanted != desired.end()) update.set.insert(*wanted);
  }
  return update;
}

// Sent values except secrets; attributes that are new in the manifest; secrets that may replace the recorded
// ones.
state::Declaration declaration_of(const CallRunner& calls, const Existing& existing, const Update& update) {
  state::Declaration declaration{calls.change.address, {}, calls.change.id};
  auto& call =
      declaration.call.emplace(state::OpenCall{state::OpenCall::Kind::Update, calls.change.address, {}, {}});
  const auto& record = existing.record;
  for (const auto& [name, value] : update.set) {
    const auto& attribute = *calls.type->find(name);
    if (attribute.role == provider::Role::WriteOnly) continue;
    if (!is_hidden(attribute, value)) {
      call.sent.emplace(name, value.without_marks());
      continue;
    }
    std::string digest = secret_digest(calls.context.input.snapshot.digest_key, value);
    auto recorded = record.secret_digests.find(name);
    if (recorded == record.secret_digests.end() || recorded->second != digest)
      declaration.open_secrets.emplace(name, std::move(digest));
  }
  for (const auto& name : update.reset) {
    if (!record.secret_digests.contains(name)) call.sent.emplace(name, Value());
  }
  for (const auto& [name, value] : existing.desired) {
    if (!record.ours.contains(name)) call.claims.insert(name);
  }
  return declaration;
}

Result<void> update(CallRunner& calls, Existing& existing) REQUIRES(apply_lock) {
  const auto& change = calls.change;
  const auto& type = *calls.type;
  const bool has_new_external_id =
      std::any_of(change.attributes.begin(), change.attributes.end(),
                  [](const AttributeChange& attribute) { return attribute.name == "external_id"; });
  if (has_new_external_id) {
    if (auto valid = check_external_id(calls, existing.desired); !valid) return valid;
  }
  const Update update = update_of(calls, existing.desired);
  auto seq = calls.declare(declaration_of(calls, existing, update));
  if (!seq) return base::fail(seq.error());
  auto outcome = calls.perform(
      {.id = change.id,
       .fingerprint = existing.fingerprint,
       .in_trash = false,
       .send = [&](const provider::MakeBody& check) { return calls.context.api.update(change.id, check); },
       .make_body =
           [&](const Value& body) { return provider::update_body(type, body, update.set, update.reset); },
       .is_done = [&](const Value& body) { return shows(type, change, existing.desired, body); }});
  if (!outcome.response) return calls.not_done(*seq, outcome.response.error(), outcome.may_be_done);
  // After a lost response, outcome.seen contains the update.
  if (outcome.response->is_map()) existing.fingerprint = provider::fingerprint(type, outcome.seen);
  existing.body = outcome.response->is_map() ? *std::move(outcome.response) : std::move(outcome.seen);
  finish_action(calls, *seq, Action::Update, existing, true, secrets_of(type, update.set));
  return {};
}

}  // namespace

// Nothing is declared: the next refresh shows whether it took effect.
Result<void> set_enabled(CallRunner& calls, Existing& existing, bool on) {
  const std::string id = existing.record.id;
  auto& api = calls.context.api;
  auto outcome =
      calls.perform({.id = id,
                     .fingerprint = existing.fingerprint,
                     .in_trash = false,
                     .send = without_body([&](const provider::Check& check) {
                       return on ? api.enable(id, check) : api.disable(id, check);
                     }),
                     .is_done = [on](const Value& body) { return provider::is_disabled(body) != on; }});
  if (!outcome.response) return base::fail(outcome.response.error());
  existing.body = outcome.seen.with_path("disabled", !on);
  finish_action(calls, 0, on ? Action::Enable : Action::Disable, existing, true);
  return {};
}

Result<void> change_existing(CallRunner& calls) {
  const auto& change = calls.change;
  const auto& context = calls.context;
  auto desired = evaluate(calls);
  if (!desired) return base::fail(desired.error());
  drop_ignored(*calls.instance->block, *desired);
  Existing existing{*std::move(desired), {}, change.fingerprint, {}};
  const auto* live = find_integration(context.input.live, change.id);
  if (change.has(Action::Import)) {
    existing.record =
        imported_record(calls, live == nullptr ? Value::Map{} : live->attributes, existing.desired);
  } else {
    existing.record = state::recall(context.writer.snapshot(), change.address).value_or(state::Resource());
    if (existing.record.attributes.empty() && live != nullptr) see(existing.record, live->attributes);
  }
  for (Action action : change.actions) {
    Result<void> done;
    if (action == Action::Import) calls.remember(action, {change.address, existing.record, {}});
    if (action == Action::Undelete) done = undelete(calls, existing);
    if (action == Action::Update) done = update(calls, existing);
    if (action == Action::Enable || action == Action::Disable)
      done = set_enabled(calls, existing, action == Action::Enable);
    if (!done) return done;
  }
  auto attributes = provider::read_attributes(*calls.type, existing.body);
  context.scope.set_resource(change.address, visible_value(*calls.type, existing.desired, attributes, true));
  return {};
}

Result<void> import_unchanged(CallRunner& calls) {
  const auto& change = calls.change;
  if (calls.type->is_external_id) {
    calls.remember(Action::Import, managed_external_id(calls, change.id));
    return {};
  }
  const auto* live = find_integration(calls.context.input.live, change.id);
  const bool is_as_planned = live != nullptr && !live->in_trash &&
                             (change.fingerprint.empty() || fingerprint_of(*live) == change.fingerprint);
  if (!is_as_planned) return edited();
  auto desired = evaluate(calls);
  if (!desired) return base::fail(desired.error());
  drop_ignored(*calls.instance->block, *desired);
  calls.remember(Action::Import, {change.address, imported_record(calls, live->attributes, *desired), {}});
  return {};
}

}  // namespace waveform::planner
