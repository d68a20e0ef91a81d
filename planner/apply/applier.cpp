#include <algorithm>
#include <set>

#include "planner/apply/apply_run.h"
#include "planner/apply/change_runner.h"
#include "planner/apply/context.h"
#include "planner/eval/outputs.h"
#include "planner/eval/resource_values.h"
#include "planner/live/state_entry.h"

namespace waveform::planner {

using base::Address;
using base::Value;

namespace {

std::set<Address> changed_addresses(const Plan& plan) {
  std::set<Address> addresses;
  for (const auto& change : plan.changes) {
    if (change.actions != std::vector{Action::Move}) addresses.insert(change.address);
  }
  return addresses;
}

// -refresh-only.
void refresh_state(const Plan& plan, const ApplyContext& context) REQUIRES(apply_lock) {
  auto& snapshot = context.writer.snapshot();
  for (auto& [address, resource] : snapshot.resources) {
    const auto* type = context.input.catalog.find(address.type);
    const auto* live = find_integration(context.input.live, resource.id);
    bool is_seen =
        type != nullptr && live != nullptr && !live->in_trash && !plan.left_alone.contains(address);
    if (is_seen) resource = refreshed_record(*type, resource, live->attributes, snapshot.digest_key);
  }
}

// Updates state entries that need no call: attributes as read, which of them the manifest sets, digests of
// new secrets. Drops tombstones of integrations that are not in the recycle bin.
void bring_up_to_date(const Plan& plan, const ApplyContext& context, base::Diags& diags)
    REQUIRES(apply_lock) {
  if (plan.options.mode == Mode::ImportOnly) return;
  if (plan.options.mode == Mode::RefreshOnly) return refresh_state(plan, context);
  auto& snapshot = context.writer.snapshot();
  const auto& live = context.input.live;
  auto changed = changed_addresses(plan);
  for (const auto& address : context.input.resources.order) {
    const auto& instance = context.input.resources.instances.at(address);
    const auto& block = *instance.block;
    if (plan.options.mode == Mode::Destroy || changed.contains(address) ||
        plan.left_alone.contains(address) || block.type->is_external_id)
      continue;
    const auto old = state::recall(snapshot, address);
    if (!old) continue;
    auto desired = evaluate_resource(address, instance, context.scope, diags);
    drop_ignored(block, desired);
    auto record = record_of(instance, old->id, live.integrations.at(old->id).attributes, desired, &*old, {},
                            snapshot.digest_key);
    state::apply(snapshot, {address, std::move(record), {}});
  }
  if (!live.refreshed) return;
  snapshot.tombstones.forget_if([&](const state::Tombstone& tombstone) {
    const auto* buried = find_integration(live, tombstone.id);
    bool in_bin = buried != nullptr && buried->in_trash;
    return !in_bin && !changed.contains(tombstone.address);
  });
}

// Outputs that depend on a failed change keep their value. Returns all that are known.
Value::Map update_outputs(const Plan& plan, bool complete, const ApplyContext& context, base::Diags& diags)
    REQUIRES(apply_lock) {
  if (plan.options.mode == Mode::ImportOnly) return {};
  bool destroy = plan.options.mode == Mode::Destroy && complete && plan.left_alone.empty();
  auto& outputs = context.writer.snapshot().outputs;
  Value::Map now = destroy ? Value::Map{} : evaluate_outputs(context.input.config, context.scope, diags);
  Value::Map kept;
  for (const auto& [name, value] : now) {
    if (value.is_sensitive()) continue;
    if (value.is_wholly_known()) {
      kept.emplace(name, value);
    } else if (auto old = outputs.find(name); old != outputs.end()) {
      kept.insert(*old);
    }
  }
  outputs = std::move(kept);
  return now;
}

// Checks conditions that were unknown in the plan.
using Conditions = void (*)(const Address&, const Instance&, const ModuleScope&, base::Diags&);
base::Result<void> check_conditions(Conditions check, const Change& change, const ApplyContext& context,
                                    const char* consequence) REQUIRES(apply_lock) {
  auto instance = context.input.resources.instances.find(change.address);
  if (instance == context.input.resources.instances.end() || change.has(Action::Delete)) return {};
  base::Diags diags;
  check(change.address, instance->second, context.scope, diags);
  if (!diags.has_errors()) return {};
  const auto& first = diags.list().front();
  return base::fail(base::ErrorKind::Refused, first.summary + ": " + first.detail, consequence);
}

// Returns why every other change would fail as well; or null.
const char* common_cause(const base::Error& error) {
  if (error.kind == base::ErrorKind::Unreachable) return "the service cannot be reached";
  if (error.kind == base::ErrorKind::Untrusted) return "the service's certificate cannot be trusted";
  if (error.kind == base::ErrorKind::Redirected) return "the service responds with a redirect";
  if (error.kind == base::ErrorKind::Unauthorized) return "the token is not valid";
  return nullptr;
}

base::Result<void> run_with_conditions(ApplyRun& run, const Change& change) REQUIRES(apply_lock) {
  auto done = check_conditions(check_preconditions, change, run.context, "Nothing was done.");
  if (done) done = run_change(run, change);
  if (done) {
    done = check_conditions(check_postconditions, change, run.context,
                            "The change was made and is kept; resources that depend on it are skipped.");
  }
  return done;
}

// Returns whether the change is done.
bool apply_change(ApplyRun& run, const Change& change) REQUIRES(apply_lock) {
  const auto& context = run.context;
  base::Result<void> done;
  try {
    context.progress.report({ProgressEvent::Kind::Started, change});
    auto start = context.clock.steady();
    done = run_with_conditions(run, change);
    if (done) context.progress.report({ProgressEvent::Kind::Ended, change, context.clock.steady() - start});
  } catch (const std::exception& exception) {
    done =
        base::fail(base::ErrorKind::InDoubt, base::exception_text(exception),
                   "A call of the change may have taken effect. Run `waveform plan`: it shows what is left.");
  }
  if (done) return true;
  context.scope.set_resource(change.address, Value::unknown());
  run.result.failed.push_back({change.address, done.error()});
  if (const auto* reason = common_cause(done.error()); reason != nullptr && run.stopped.empty())
    run.stopped = reason;
  context.progress.report({.kind = ProgressEvent::Kind::Failed, .change = change, .error = &done.error()});
  return false;
}

void note_skipped(ApplyRun& run) REQUIRES(apply_lock) {
  for (std::size_t i = 0; i < run.plan.changes.size(); ++i) {
    if (run.schedule.was_taken(i)) continue;
    const auto& address = run.plan.changes[i].address;
    auto need = run.schedule.missing(i);
    std::string reason = need                  ? "it needs " + run.plan.changes[*need].address.text()
                         : run.stopped.empty() ? "interrupted"
                                               : run.stopped;
    run.context.scope.set_resource(address, Value::unknown());
    run.result.skipped.push_back({address, std::move(reason)});
  }
}

// An exception of a step ends the run, which still writes the state.
template <typename Step>
void guarded(ApplyRun& run, const Step& step) REQUIRES(apply_lock) {
  try {
    step();
  } catch (const std::exception& exception) {
    run.stopped = base::exception_text(exception);
    run.diags.error({}, run.stopped, "The state has all completed changes.",
                    "Run `waveform plan`: it shows what is left.");
  }
}

}  // namespace

base::Result<ApplyResult> execute(const Plan& plan, const ApplyContext& context, base::Diags& diags) {
  const ApplyLock::Guard guard(context.lock);
  bring_up_to_date(plan, context, diags);
  bool writes = std::any_of(plan.changes.begin(), plan.changes.end(),
                            [](const Change& change) { return change.writes(); });
  if (writes) {
    if (auto begun = context.writer.begin(); !begun) return base::fail(begun.error());
  }
  if (plan.count(Action::Create) + plan.count(Action::Replace) > 0)
    context.writer.know(context.input.live.listed);
  ApplyRun run(plan, context, diags, apply_change);
  guarded(run, [&]() REQUIRES(apply_lock) { run.pool.run(); });
  auto& result = run.result;
  result.interrupted = context.interrupted() && !plan.changes.empty();
  note_skipped(run);
  for (const auto& address : plan.undecided)
    result.failed.push_back({address, {base::ErrorKind::InDoubt, "it is in doubt", {}}});
  guarded(run, [&]() REQUIRES(apply_lock) {
    result.outputs = update_outputs(plan, result.complete(), context, diags);
  });
  if (result.complete() && !diags.has_errors()) context.writer.end_plan(context.clock.now_epoch_millis());
  if (auto saved = context.writer.save(); !saved) result.not_saved = saved.error();
  return std::move(result);
}

}  // namespace waveform::planner
