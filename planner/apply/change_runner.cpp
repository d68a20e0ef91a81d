#include "planner/apply/change_runner.h"

#include "planner/eval/resource_values.h"
#include "planner/live/state_entry.h"

namespace waveform::planner {

using base::ErrorKind;
using base::Result;
using base::Value;

namespace {

Result<void> forget(CallRunner& calls) REQUIRES(apply_lock) {
  const auto& context = calls.context;
  const auto& address = calls.change.address;
  state::Mutation mutation{address, {}, {}};
  const auto& resource = context.writer.snapshot().resources.at(address);
  if (context.input.live.integrations.contains(resource.id))
    mutation.tombstone = state::bury(address, resource, context.clock.now_epoch_millis());
  calls.remember(Action::Forget, std::move(mutation));
  return {};
}

// After an interruption between the two calls, the next run creates the new integration.
Result<void> replace(CallRunner& calls, bool is_external_id) REQUIRES(apply_lock) {
  if (!is_external_id) {
    // Errors that can be found before the delete.
    auto desired = evaluate(calls);
    if (!desired) return base::fail(desired.error());
    if (auto valid = check_external_id(calls, *desired); !valid) return valid;
  }
  auto deleted = is_external_id ? delete_external_id(calls) : delete_integration(calls);
  if (!deleted) return deleted;
  return is_external_id ? create_external_id(calls) : create_integration(calls);
}

}  // namespace

Result<Value::Map> evaluate(const CallRunner& calls) {
  base::Diags diags;
  auto desired = evaluate_resource(calls.change.address, *calls.instance, calls.context.scope, diags);
  for (const auto& diag : diags.list()) {
    if (diag.severity == base::Severity::Error)
      return base::fail(ErrorKind::Invalid, diag.summary, diag.detail);
  }
  for (const auto& [name, value] : desired) {
    if (calls.run.plan.options.mode != Mode::ImportOnly && !value.is_wholly_known())
      return base::fail(ErrorKind::Invalid, name + " is still not known",
                        "A resource that it refers to was not created.");
  }
  return desired;
}

std::set<std::string> secrets_of(const provider::ResourceType& type, const Value::Map& attributes) {
  std::set<std::string> secrets;
  for (const auto& [name, value] : attributes) {
    if (type.find(name)->secret) secrets.insert(name);
  }
  return secrets;
}

state::Resource record_of(const Instance& instance, const std::string& id, const Value::Map& attributes,
                          const Value::Map& desired, const state::Resource* old,
                          const std::set<std::string>& sent, std::string_view digest_key) {
  auto record = make_record(*instance.block->type, id, attributes, desired, old, sent, digest_key);
  record.dependencies.assign(instance.needs.begin(), instance.needs.end());
  record.skip_trash = instance.block->skip_trash;
  return record;
}

state::Mutation managed_external_id(const CallRunner& calls, const std::string& id) {
  const Value::Map attributes{{"id", Value(id).with_marks(Value::Masked)}};
  return {
      calls.change.address,
      record_of(*calls.instance, id, attributes, {}, nullptr, {}, calls.context.input.snapshot.digest_key),
      {}};
}

Result<void> run_change(ApplyRun& run, const Change& change) {
  CallRunner calls(run, change);
  const auto& context = run.context;
  // The state has been moved before the first call.
  if (change.has(Action::Move)) calls.report_done(Action::Move, change.id);
  if (change.actions == std::vector{Action::Move}) return {};
  if (change.has(Action::Forget)) return forget(calls);
  if (context.held.contains(change.address)) {
    const auto left = context.held_until - context.clock.steady();
    if (left.count() > 0 && !calls.pause(left, "a call of an earlier run may still arrive"))
      return base::fail(ErrorKind::Interrupted, "interrupted before it was begun");
  }
  const bool is_external_id = provider::is_external_id(context.input.catalog, change.address.type);
  if (change.has(Action::Delete))
    return is_external_id ? delete_external_id(calls) : delete_integration(calls);
  if (change.has(Action::Replace)) return replace(calls, is_external_id);
  if (change.actions == std::vector{Action::Import}) return import_unchanged(calls);
  if (!change.has(Action::Create)) return change_existing(calls);
  return is_external_id ? create_external_id(calls) : create_integration(calls);
}

}  // namespace waveform::planner
