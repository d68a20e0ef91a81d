#include "planner/report/saved_plan_check.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "base/value_text.h"
#include "planner/plan/diff.h"

namespace waveform::planner {

using base::Address;
using base::ErrorKind;
using base::Result;
using base::Value;

namespace {

constexpr const char* kSameValues =
    "Set the same variables (-var, -var-file, TF_VAR_…) as when the plan was made, or plan "
    "again.";
constexpr const char* kPlanAgain = "Plan again, review, and apply that: `waveform plan -out=FILE`";

// "a, b and 3 more"
std::string some(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 5;
  std::vector<std::string> shown(names.begin(),
                                 names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kShown)));
  if (names.size() > kShown) shown.push_back(fmt::format("{} more", names.size() - kShown));
  return base::enumerate(shown);
}

// Elements of `a` that are not in `b`.
std::vector<std::string> only_in(const std::set<Address>& a, const std::set<Address>& b) {
  std::vector<std::string> names;
  for (const auto& address : a) {
    if (!b.contains(address)) names.push_back(base::printable(address.text()));
  }
  return names;
}

bool is_resumed(const SavedPlan& saved, const state::Snapshot& snapshot) {
  return snapshot.plan.digest == saved.digest;
}

tl::unexpected<base::Error> differs(const ResourceView& then, const std::string& name,
                                    const std::string& how) {
  return base::fail(ErrorKind::Conflict,
                    fmt::format("{}: {} {}", base::printable(then.address.text()), name, how), kSameValues);
}

const char* verdict_text(SecretVerdict verdict) {
  constexpr const char* kTexts[] = {"the secret that was last sent", "another secret than the last one sent",
                                    "a secret that was never sent",
                                    "another secret than the interrupted run sent"};
  return kTexts[static_cast<int>(verdict)];
}

// `begun`: by a run of this plan; `open`: secrets that it can have sent.
Result<void> compare(const ResourceView& then, const ResourceView& now, bool begun,
                     const state::SecretDigests& open, const provider::ResourceType* type) {
  std::set<std::string> names = then.ours;
  names.insert(now.ours.begin(), now.ours.end());
  for (const auto& name : names) {
    if (!now.ours.contains(name))
      return differs(then, name, "was set when the plan was made, and is not now");
    if (!then.ours.contains(name))
      return differs(then, name, "is set now, and was not when the plan was made");
    auto verdict_then = then.secrets.find(name);
    auto verdict_now = now.secrets.find(name);
    bool hidden = verdict_then != then.secrets.end() || verdict_now != now.secrets.end();
    if (!hidden) {
      const Value& value_then = then.after.get(name);
      const Value& value_now = now.after.get(name);
      bool unknown = value_then.is_unknown() || value_now.is_unknown();
      // Created by the same run before it was interrupted.
      if (unknown || value_then == value_now) continue;
      // For an existing resource, `now` has the service's form, such as null for an empty list.
      const auto* attribute = type == nullptr ? nullptr : type->find(name);
      if (attribute != nullptr && provider::same(*attribute, value_then, value_now)) continue;
      return differs(then, name,
                     fmt::format("is {} now, and was {} when the plan was made", base::value_text(value_now),
                                 base::value_text(value_then)));
    }
    if (verdict_then == then.secrets.end() || verdict_now == now.secrets.end())
      return differs(then, name, "is sensitive only now, or only when the plan was made");
    // The value that its own run sent, or can have sent.
    bool sent_meanwhile = begun && (verdict_now->second == SecretVerdict::Same ||
                                    (verdict_now->second == SecretVerdict::Changed && open.contains(name)));
    // A changed one was sent before, unless it was unknown and created in the same run.
    const bool was_unknown =
        verdict_then->second == SecretVerdict::Changed && verdict_now->second == SecretVerdict::First;
    if (verdict_then->second != verdict_now->second && !sent_meanwhile && !was_unknown)
      return differs(then, name,
                     fmt::format("is {} now; when the plan was made, it was {}",
                                 verdict_text(verdict_now->second), verdict_text(verdict_then->second)));
  }
  return {};
}

// The rest of a change begun by an interrupted run, within the saved plan. A completed delete is only
// forgotten; of a replace, the create can be left.
bool is_part_of(const Change& rest, const Change& whole) {
  bool actions = std::all_of(rest.actions.begin(), rest.actions.end(), [&](Action action) {
    return whole.has(action) || (action == Action::Forget && whole.has(Action::Delete)) ||
           (action == Action::Create && whole.has(Action::Replace));
  });
  return actions && std::all_of(rest.attributes.begin(), rest.attributes.end(), [&](const auto& attribute) {
           return std::any_of(whole.attributes.begin(), whole.attributes.end(),
                              [&](const auto& other) { return other.name == attribute.name; });
         });
}

// As in the plan, or as this plan's run left it: not edited otherwise.
bool is_untouched(const Change& change, const state::Resource& resource, const PlanInput& input) {
  const auto* live = find_integration(input.live, resource.id);
  const auto* type = input.catalog.find(change.address.type);
  if (type == nullptr || type->is_external_id) return true;
  if (live == nullptr) return false;
  if (resource.id == change.id && fingerprint_of(*live) == change.fingerprint) return true;
  if (live->in_trash) return change.has(Action::Delete) || change.has(Action::Replace);
  auto edits = drift(*type, resource, live->attributes, input.snapshot.digest_key);
  // Its own enable or disable was not declared.
  const bool is_own = change.has(live->disabled ? Action::Disable : Action::Enable);
  std::erase_if(edits, [&](const AttributeChange& edit) { return is_own && edit.name == "enabled"; });
  return edits.empty();
}

// Of a replace whose create is done: its disable may be left.
std::optional<Change> rest_of_created(const Change& change, const state::Resource& resource,
                                      const PlanInput& input) {
  const auto* live = find_integration(input.live, resource.id);
  if (!change.has(Action::Disable) || live == nullptr || live->disabled) return std::nullopt;
  Change rest = change;
  rest.id = resource.id;
  rest.actions = {Action::Disable};
  rest.attributes.clear();
  rest.fingerprint = fingerprint_of(*live);
  return rest;
}

// The rest of a change that a run of this plan began; empty: completed.
std::optional<Change> rest_of(const Change& change, const Change* fresh, const PlanInput& input) {
  auto managed = input.snapshot.resources.find(change.address);
  const bool exists = managed != input.snapshot.resources.end();
  if (change.has(Action::Replace) && exists && input.snapshot.plan.created.contains(change.address))
    return rest_of_created(change, managed->second, input);
  if (exists && !is_untouched(change, managed->second, input)) {
    // It fails as changed since the plan; the edit is not written to the state.
    Change whole = change;
    std::erase(whole.actions, Action::Import);
    return whole;
  }
  if (change.has(Action::Replace)) {
    // In between, the old one is in the recycle bin or gone.
    Change rest = change;
    const auto* old = find_integration(input.live, change.id);
    if (!exists) std::replace(rest.actions.begin(), rest.actions.end(), Action::Replace, Action::Create);
    if (old != nullptr) rest.fingerprint = fingerprint_of(*old);
    return rest;
  }
  if (change.has(Action::Delete) && !exists) return std::nullopt;
  if (change.has(Action::Create) && !exists) return change;
  if (fresh == nullptr) return std::nullopt;
  return is_part_of(*fresh, change) ? *fresh : change;
}

bool equal(const std::vector<AttributeChange>& a, const std::vector<AttributeChange>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.name == y.name && x.after == y.after && x.secret == y.secret;
  });
}

}  // namespace

std::int64_t applied_epoch_millis(const SavedPlan& saved, const state::Snapshot& snapshot) {
  return is_resumed(saved, snapshot) && !snapshot.has_journal ? snapshot.plan.applied_epoch_millis : 0;
}

Result<void> check_state(const SavedPlan& saved, const state::Snapshot& snapshot) {
  const auto& origin = saved.report.origin;
  if (is_resumed(saved, snapshot)) return {};
  if (snapshot.has_journal) {
    return base::fail(
        ErrorKind::Conflict, "another run was interrupted after this plan was made",
        "Run `waveform apply -refresh-only` to write its changes to the state, then plan again.");
  }
  bool none_yet = snapshot.serial == 0;
  if (none_yet && origin.lineage.empty()) return {};
  if (none_yet)
    return base::fail(ErrorKind::Conflict, "the plan was made with a state, but there is none here",
                      "Put the state file here, or use -state.");
  if (origin.lineage.empty()) {
    return base::fail(ErrorKind::Conflict, "the plan was made without a state, but now there is one",
                      kPlanAgain);
  }
  if (origin.lineage != snapshot.lineage) {
    return base::fail(ErrorKind::Conflict, "the plan was made with another state than this one",
                      "Use the right state with -state, or plan again with this one.");
  }
  if (origin.serial == snapshot.serial) return {};
  if (origin.serial > snapshot.serial) {
    return base::fail(
        ErrorKind::Conflict,
        fmt::format("this state is older than the one that the plan was made with (serial {} then, "
                    "{} here)",
                    origin.serial, snapshot.serial),
        "Put the newer state file here, or use -state.");
  }
  std::set<Address> managed;
  for (const auto& [address, resource] : snapshot.resources) managed.insert(address);
  std::string moved;
  if (auto names = only_in(managed, origin.managed); !names.empty())
    moved += fmt::format(" New in it: {}.", some(names));
  if (auto names = only_in(origin.managed, managed); !names.empty())
    moved += fmt::format(" No longer in it: {}.", some(names));
  return base::fail(
      ErrorKind::Conflict,
      fmt::format("the plan is stale: the state was written after it was made (serial {} then, {} "
                  "now)",
                  origin.serial, snapshot.serial),
      (moved.empty() ? std::string() : moved.substr(1) + " ") + kPlanAgain);
}

Result<void> check_files(const Origin& saved, const Origin& fresh) {
  std::vector<std::string> moved;
  for (const auto& [name, digest] : saved.files) {
    auto now = fresh.files.find(name);
    if (now == fresh.files.end()) {
      moved.push_back(base::printable(name) + " (gone)");
    } else if (now->second != digest) {
      moved.push_back(base::printable(name) + " (changed)");
    }
  }
  for (const auto& [name, digest] : fresh.files) {
    if (!saved.files.contains(name)) moved.push_back(base::printable(name) + " (new)");
  }
  if (moved.empty()) return {};
  return base::fail(ErrorKind::Conflict, "the manifest has changed since the plan was made: " + some(moved),
                    kPlanAgain);
}

Result<void> check_wanted(const SavedPlan& saved, const Report& fresh, const state::Snapshot& snapshot,
                          const provider::Catalog& catalog) {
  for (const auto& [name, then] : saved.report.variables) {
    auto found = fresh.variables.find(name);
    bool hidden =
        then.marks_within() != 0 || found == fresh.variables.end() || found->second.marks_within() != 0;
    if (hidden || found->second == then) continue;
    return base::fail(ErrorKind::Conflict,
                      fmt::format("variable {} is {} now; when the plan was made, it was {}",
                                  base::quote(name), base::value_text(found->second), base::value_text(then)),
                      kSameValues);
  }
  for (const auto& name : saved.report.origin.given_secrets) {
    if (fresh.origin.given_secrets.contains(name)) continue;
    return base::fail(
        ErrorKind::Conflict,
        fmt::format("variable {} has its default now; when the plan was made, it had a value that "
                    "the plan does not hold",
                    base::quote(name)),
        fmt::format("Set it again: TF_VAR_{0}, -var {0}=… or -var-file FILE.", name));
  }
  std::map<Address, const ResourceView*> now;
  for (const auto& view : fresh.resources) now.emplace(view.address, &view);
  for (const auto& then : saved.report.resources) {
    auto found = now.find(then.address);
    if (found == now.end()) continue;  // deleted in the meantime, by this plan
    const bool begun = is_resumed(saved, snapshot) && snapshot.plan.begun.contains(then.address);
    auto managed = snapshot.resources.find(then.address);
    const auto open =
        managed == snapshot.resources.end() ? state::SecretDigests() : managed->second.open_secrets;
    const auto* type = catalog.find(then.address.type);
    if (auto same = compare(then, *found->second, begun, open, type); !same) return same;
  }
  return {};
}

Plan remaining_plan(const SavedPlan& saved, const Plan& fresh, const PlanInput& input) {
  const auto& snapshot = input.snapshot;
  std::map<Address, const Change*> now;
  for (const auto& change : fresh.changes) now.emplace(change.address, &change);
  Plan plan = saved.report.plan;
  plan.changes.clear();
  plan.undecided = fresh.undecided;
  plan.left_alone.insert(fresh.left_alone.begin(), fresh.left_alone.end());
  std::set<Address> left;
  for (Change change : saved.report.plan.changes) {
    if (fresh.undecided.contains(change.address)) continue;  // a person decides first
    auto found = now.find(change.address);
    if (is_resumed(saved, snapshot)) {
      const auto* rest = found == now.end() ? nullptr : found->second;
      const bool begun = snapshot.plan.begun.contains(change.address);
      auto remaining = begun             ? rest_of(change, rest, input)
                       : rest == nullptr ? std::nullopt
                                         : std::optional(change);
      if (!remaining) continue;  // it is done
      change = *std::move(remaining);
    }
    // The id of an external id is secret and not in plan files.
    auto managed = snapshot.resources.find(change.address);
    if (change.id.empty() && managed != snapshot.resources.end()) {
      change.id = managed->second.id;
    } else if (change.id.empty() && found != now.end()) {
      change.id = found->second->id;
    }
    left.insert(change.address);
    plan.changes.push_back(std::move(change));
  }
  for (auto& change : plan.changes)
    std::erase_if(change.after, [&](const Address& before) { return !left.contains(before); });
  // Drift that the plan did not show is kept out of the state, so that the next plan shows it.
  for (const auto& [address, change] : now) {
    if (!left.contains(address)) plan.left_alone.insert(address);
  }
  for (const auto& drift : fresh.drift) {
    bool shown = std::any_of(plan.drift.begin(), plan.drift.end(), [&](const Drift& other) {
      return other.address == drift.address && other.kind == drift.kind &&
             equal(other.attributes, drift.attributes);
    });
    if (!shown && !left.contains(drift.address)) plan.left_alone.insert(drift.address);
  }
  return plan;
}

}  // namespace waveform::planner
