#include "planner/apply/applier.h"

#include <algorithm>
#include <set>

#include "planner/apply/change_runner.h"
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

// -refresh-only: what the service has is remembered, and what the manifest says is not looked at.
void take_seen(const Plan& plan, const ApplyContext& context) {
  auto& snapshot = context.writer.snapshot();
  for (auto& [address, resource] : snapshot.resources) {
    const auto* type = context.input.catalog.find(address.type);
    const auto* live = find_live(context.input.live, resource.id);
    bool seen = type != nullptr && live != nullptr && !live->in_trash && !plan.left_alone.contains(address);
    if (seen) resource = refreshed_record(*type, resource, live->attributes, snapshot.digest_key);
  }
}

// What needs no call is brought up to date in the state: what was seen, what is ours, digests of secrets
// given for the first time; tombstones whose integration is no longer in the bin go.
void settle_unchanged(const Plan& plan, const ApplyContext& context, base::Diags& diags) {
  if (plan.options.mode == Mode::ImportOnly) return;
  if (plan.options.mode == Mode::RefreshOnly) return take_seen(plan, context);
  auto& snapshot = context.writer.snapshot();
  const auto& live = context.input.live;
  auto changed = changed_addresses(plan);
  for (const auto& address : context.input.resources.order) {
    const auto& instance = context.input.resources.instances.at(address);
    const auto& block = *instance.block;
    if (plan.options.mode == Mode::Destroy || changed.contains(address) ||
        plan.left_alone.contains(address) || block.type->is_external_id)
      continue;
    auto managed = snapshot.resources.find(address);
    const auto* old = managed == snapshot.resources.end() ? nullptr : &managed->second;
    const auto* tombstone = old == nullptr ? state::find_tombstone(snapshot, address) : nullptr;
    if (old == nullptr && tombstone == nullptr) continue;
    std::string id = old != nullptr ? old->id : tombstone->id;
    state::Resource buried;
    if (tombstone != nullptr) {
      buried = state::recall(*tombstone);
      old = &buried;
    }
    auto desired = evaluate_resource(address, instance, context.scope, diags);
    drop_ignored(block, desired);
    auto record = settled_record(context.input, address, block, id, live.integrations.at(id).attributes,
                                 desired, old, {});
    state::apply(snapshot, {address, std::move(record), {}});
  }
  if (!live.refreshed) return;
  snapshot.tombstones.forget_if([&](const state::Tombstone& tombstone) {
    const auto* buried = find_live(live, tombstone.id);
    bool in_bin = buried != nullptr && buried->in_trash;
    return !in_bin && !changed.contains(tombstone.address);
  });
}

// Outputs that are known by now; those that hang on what failed keep what they were.
void settle_outputs(const Plan& plan, bool complete, const ApplyContext& context, base::Diags& diags) {
  if (plan.options.mode == Mode::ImportOnly) return;
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
}

// Conditions that could not be known before.
using Conditions = void (*)(const Address&, const Instance&, const ModuleScope&, base::Diags&);
base::Result<void> hold(Conditions check, const Change& change, const ApplyContext& context,
                        const char* consequence) {
  auto instance = context.input.resources.instances.find(change.address);
  if (instance == context.input.resources.instances.end() || change.has(Action::Delete)) return {};
  base::Diags diags;
  check(change.address, instance->second, context.scope, diags);
  if (!diags.has_errors()) return {};
  const auto& first = diags.list().front();
  return base::fail(base::ErrorKind::Refused, first.summary + ": " + first.detail, consequence);
}

// Why every other change would fail, too; or null.
const char* common_cause(const base::Error& error) {
  if (error.kind == base::ErrorKind::Unreachable) return "the service cannot be reached";
  if (error.kind == base::ErrorKind::Redirected) return "the service answers with a redirect";
  if (error.kind == base::ErrorKind::Unauthorized) return "the token is not valid";
  return nullptr;
}

// One change, with the turn. False: it failed.
bool carry_out(const Change& change, ApplyRun& run, ApplyResult& result) {
  const auto& context = run.context;
  context.progress.started(change);
  auto start = context.clock.steady();
  auto done = hold(check_preconditions, change, context, "Nothing was done.");
  if (done) done = ChangeRunner(run, change).run();
  if (done) {
    done =
        hold(check_postconditions, change, context, "It was done, and stays so; what needs it is not done.");
  }
  if (done) {
    context.progress.ended(change, context.clock.steady() - start);
  } else {
    context.scope.set_resource(change.address, Value::unknown());
    context.progress.failed(change, done.error());
    result.failed.push_back({change.address, done.error()});
    if (const auto* reason = common_cause(done.error()); reason != nullptr && run.stopped.empty())
      run.stopped = reason;
  }
  return done.has_value();
}

void note_skipped(const Plan& plan, const Schedule& schedule, const ApplyRun& run, ApplyResult& result) {
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    if (schedule.was_taken(i)) continue;
    const auto& address = plan.changes[i].address;
    auto need = schedule.missing(i);
    std::string reason = need                  ? "it needs " + plan.changes[*need].address.text()
                         : run.stopped.empty() ? "interrupted"
                                               : run.stopped;
    run.context.scope.set_resource(address, Value::unknown());
    result.skipped.push_back({address, std::move(reason)});
  }
}

}  // namespace

base::Result<ApplyResult> execute(const Plan& plan, const ApplyContext& context, base::Diags& diags) {
  ApplyResult result;
  settle_unchanged(plan, context, diags);
  bool writes = std::any_of(plan.changes.begin(), plan.changes.end(),
                            [](const Change& change) { return change.writes(); });
  if (writes) {
    if (auto begun = context.writer.begin(); !begun) return base::fail(begun.error());
  }
  if (plan.count(Action::Create) + plan.count(Action::Replace) > 0)
    context.writer.know(context.input.live.listed);
  Turn turn;
  Schedule schedule(plan);
  ApplyRun run{context, plan.options, turn, nullptr, LostCreates(context, turn), diags};
  Crew crew(
      turn, schedule, context.parallelism,
      [&](std::size_t i) { return carry_out(plan.changes[i], run, result); },
      [&] { return !run.stopped.empty() || context.interrupted(); });
  run.crew = &crew;
  crew.run();
  result.interrupted = context.interrupted() && !plan.changes.empty();
  note_skipped(plan, schedule, run, result);
  for (const auto& address : plan.undecided)
    result.failed.push_back({address, {base::ErrorKind::InDoubt, "it is in doubt", {}}});
  result.done = std::move(run.done);
  settle_outputs(plan, result.complete(), context, diags);
  if (result.complete() && !diags.has_errors()) context.writer.end_plan(context.clock.now_epoch_millis());
  if (auto saved = context.writer.save(); !saved) result.not_saved = saved.error();
  return result;
}

}  // namespace waveform::planner
