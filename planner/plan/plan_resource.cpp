#include "planner/plan/plan_resource.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/text.h"
#include "planner/eval/resource_values.h"
#include "planner/plan/create_guards.h"
#include "planner/plan/diff.h"
#include "planner/plan/moves.h"

namespace waveform::planner {

using base::Address;
using base::Diags;
using base::Value;
using provider::Role;

namespace {

constexpr const char* kReplaceReason = "replacement was asked for";

// The state entry of a wanted address: from a resource, or a tombstone whose integration can be undeleted; of
// an import only the id.
struct Memory {
  state::Resource known;
  bool imported = false;
};

std::string since(const Integration& live) {
  auto when = number_of(live, "updated_epoch_millis");
  return when == 0 ? "" : " since " + base::utc_text(when);
}

Change change_of(const PlanInput& input, const Address& address, const std::string& id,
                 std::vector<Action> actions, std::string reason) {
  Change change;
  change.address = address;
  const auto* type = input.catalog.find(address.type);
  change.title = type == nullptr ? std::string() : type->title;
  change.id = id;
  change.actions = std::move(actions);
  change.reason = std::move(reason);
  return change;
}

std::optional<Drift> find_drift(const PlanInput& input, const Address& address,
                                const state::Resource& resource, const Integration* live) {
  const auto* type = input.catalog.find(address.type);
  bool listed = type == nullptr || !type->is_external_id;
  if (!input.live.refreshed || !listed) return std::nullopt;
  Drift found{.address = address, .id = resource.id, .attributes = {}, .who = {}};
  if (live == nullptr) {
    found.kind = Drift::Kind::Gone;
    return found;
  }
  found.who = text_of(*live, "updater_id");
  found.when_epoch_millis = number_of(*live, "updated_epoch_millis");
  if (live->in_trash) {
    found.kind = Drift::Kind::Binned;
    return found;
  }
  if (live->type == nullptr) return std::nullopt;
  found.attributes = drift(*live->type, resource, live->attributes, input.snapshot.digest_key);
  if (found.attributes.empty()) return std::nullopt;
  bool only_disabled =
      found.attributes.size() == 1 && found.attributes.front().name == "enabled" && live->disabled;
  if (only_disabled && !live->last_error.empty()) {
    found.who = "the service";
    found.when_epoch_millis = 0;
  }
  return found;
}

void plan_enabled(Change& change, const Value::Map& desired, const Integration* live) {
  bool disabled = live != nullptr && live->disabled;
  std::string error = disabled ? base::printable(live->last_error) : std::string();
  auto wanted = desired.find("enabled");
  if (wanted == desired.end()) return;
  if (!wanted->second.is_bool() || wanted->second.as_bool() == !disabled) return;
  change.actions.push_back(disabled ? Action::Enable : Action::Disable);
  if (!disabled) {
    change.reason += fmt::format("{}the manifest disables it", change.reason.empty() ? "" : "; ");
  } else if (!error.empty()) {
    change.reason += fmt::format("{}disabled by the service: {}", change.reason.empty() ? "" : "; ", error);
    change.notes.push_back("It will be disabled again unless that is fixed.");
  }
}

// Whether every update sends a secret.
bool resends(const provider::ResourceType& type) {
  return std::any_of(type.attributes.begin(), type.attributes.end(),
                     [](const auto& attribute) { return attribute.is_always_sent(); });
}

// Notes on unchanged secrets that are sent; warnings of secrets that overwrite unverified ones.
void note_resent(const provider::ResourceType& type, const Value::Map& desired,
                 const std::set<std::string>& unverified, Change& change) {
  auto changes = [&](const std::string& name) {
    return std::any_of(change.attributes.begin(), change.attributes.end(),
                       [&](const AttributeChange& attribute) { return attribute.name == name; });
  };
  for (const auto& attribute : type.attributes) {
    bool is_changed = changes(attribute.name);
    bool resent = attribute.is_always_sent() && !change.attributes.empty();
    bool resent_with =
        !attribute.sent_with().empty() && changes(attribute.sent_with()) && desired.contains(attribute.name);
    if (!is_changed && !resent && !resent_with) continue;
    if (unverified.contains(attribute.name)) {
      change.warnings.push_back(
          fmt::format("{} is sent, and OVERWRITES the service's value with one that was never verified.",
                      attribute.name));
    } else if (!is_changed) {
      change.notes.push_back(resent ? fmt::format("{} is sent along, as with every update.", attribute.name)
                                    : fmt::format("{} is sent along, because {} changes.", attribute.name,
                                                  attribute.sent_with()));
    }
  }
}

// Defaults that every create sends.
void add_create_defaults(const provider::ResourceType& type, const Value::Map& desired, Change& change) {
  for (const auto& attribute : type.attributes) {
    if (!attribute.fallback.is_sent || desired.contains(attribute.name)) continue;
    change.attributes.push_back({attribute.name, AttributeChange::Kind::Reset, {}, attribute.fallback.value});
  }
}

// Leaves other changes to a later apply.
void import_only(Change& change) {
  std::vector<std::string> later;
  for (const auto& attribute : change.attributes) later.push_back(attribute.name);
  if (change.has(Action::Enable) || change.has(Action::Disable)) later.emplace_back("enabled");
  change.attributes.clear();
  std::erase_if(change.actions,
                [](Action action) { return action != Action::Undelete && action != Action::Import; });
  change.notes.clear();
  change.warnings.clear();
  if (!later.empty()) {
    change.notes.push_back(
        fmt::format("The manifest differs in {}: the next apply changes that.", base::enumerate(later)));
  }
}

ResourcePlan plan_create(const PlanInput& input, const PlanOptions& options, const Address& address,
                         const ResourceBlock& block, const Value::Map& desired, std::string reason,
                         Diags& diags) {
  ResourcePlan plan;
  check_create(input, options, address, block, desired, diags);
  auto change = change_of(input, address, "", {Action::Create}, std::move(reason));
  auto result = diff({*block.type, desired, {}, {}, input.snapshot.digest_key, true});
  change.attributes = std::move(result.changes);
  add_create_defaults(*block.type, desired, change);
  plan_enabled(change, desired, nullptr);
  plan.change = std::move(change);
  plan.visible = visible_value(*block.type, desired, {}, false);
  return plan;
}

// The value for references after the change: every write changes the counters, and a reset attribute gets a
// default that may be unknown.
Value visible_after(const provider::ResourceType& type, const Value::Map& desired, const Integration& live,
                    const Change& change) {
  Value visible = visible_value(type, desired, live.attributes, true);
  for (const auto& attribute : change.attributes) {
    if (attribute.kind == AttributeChange::Kind::Reset)
      visible =
          visible.with_path(attribute.name, attribute.after.is_null() ? Value::unknown() : attribute.after);
  }
  if (change.actions.empty() || !change.writes()) return visible;
  for (const auto& attribute : type.attributes) {
    if (attribute.role == Role::Counter) visible = visible.with_path(attribute.name, Value::unknown());
  }
  return visible.with_path("in_trash", Value(false));
}

// The integration exists, live or in the recycle bin.
ResourcePlan plan_existing(const PlanInput& input, const PlanOptions& options, const Address& address,
                           const ResourceBlock& block, Value::Map desired, Memory memory,
                           const Integration& live) {
  ResourcePlan plan;
  // Ignored attributes are not ours.
  drop_ignored(block, desired);
  std::erase_if(memory.known.ours, [&](const std::string& name) { return block.ignores(name); });
  auto change = change_of(input, address, memory.known.id, {}, "");
  if (live.in_trash) {
    change.actions.push_back(Action::Undelete);
    change.reason = "in the recycle bin" + since(live);
  }
  if (memory.imported) change.actions.push_back(Action::Import);
  auto compare = [&](bool send_secrets) {
    return diff({*block.type, desired, live.attributes, memory.known, input.snapshot.digest_key, send_secrets,
                 memory.imported});
  };
  auto result = compare(false);
  std::set<std::string> unverified = result.unverified_secrets;
  unverified.insert(memory.known.unverified_secrets.begin(), memory.known.unverified_secrets.end());
  // An update for another reason sends these secrets anyway.
  bool sent_anyway = !result.changes.empty() && resends(*block.type) && options.mode != Mode::ImportOnly;
  if (!result.unverified_secrets.empty() && (options.send_secrets || sent_anyway)) result = compare(true);
  for (const auto& attribute : result.changes) {
    const auto& name = attribute.name;
    const bool is_recorded =
        memory.known.secret_digests.contains(name) || memory.known.open_secrets.contains(name);
    if (block.type->find(name)->secret && !is_recorded) unverified.insert(name);
  }
  if (!result.changes.empty()) change.actions.push_back(Action::Update);
  change.attributes = std::move(result.changes);
  note_resent(*block.type, desired, unverified, change);
  plan.unverified_secret = !result.unverified_secrets.empty();
  plan_enabled(change, desired, &live);
  if (live.disabled && !desired.contains("enabled")) plan.disabled_by = live.last_error;
  if (options.mode == Mode::ImportOnly) import_only(change);
  plan.visible = visible_after(*block.type, desired, live, change);
  if (!change.actions.empty()) plan.change = std::move(change);
  return plan;
}

// -replace. An integration in the recycle bin stays there.
ResourcePlan plan_replace(const PlanInput& input, const PlanOptions& options, const Address& address,
                          const ResourceBlock& block, const Value::Map& desired,
                          const state::Resource& resource, const Integration& live, Diags& diags) {
  auto plan = plan_create(input, options, address, block, desired, kReplaceReason, diags);
  if (live.in_trash) return plan;
  plan.change->id = resource.id;
  plan.change->actions.front() = Action::Replace;
  plan.change->skip_trash = options.skip_trash || block.skip_trash;
  return plan;
}

// The attributes that a delete removes, in the table's order.
std::vector<AttributeChange> lost_attributes(const provider::ResourceType& type, const Integration& live,
                                             const state::Resource& resource) {
  std::vector<AttributeChange> lost;
  for (const auto& attribute : type.attributes) {
    auto found = live.attributes.find(attribute.name);
    bool says_nothing =
        attribute.is_computed() || attribute.role == Role::Service || attribute.role == Role::Enabled;
    if (says_nothing || found == live.attributes.end() || resource.secret_digests.contains(attribute.name))
      continue;
    lost.push_back({attribute.name, AttributeChange::Kind::Set, found->second, Value(), false,
                    attribute.type == provider::Type::StringSet, false, attribute.identifies()});
  }
  return lost;
}

// resolve_imports has reported the error.
ResourcePlan refused_import(const ResourceBlock& block, const Value::Map& desired) {
  ResourcePlan plan;
  plan.visible = visible_value(*block.type, desired, {}, false);
  return plan;
}

ResourcePlan plan_external_id(const PlanInput& input, const PlanOptions& options, const Address& address,
                              const ResourceBlock& block, const state::Resource* resource) {
  ResourcePlan plan;
  auto imported = input.imports.find(address);
  if (imported != input.imports.end() && !imported->second) return refused_import(block, {});
  bool expired = resource != nullptr && input.live.expired_external_ids.contains(resource->id);
  bool replace = resource != nullptr && options.replace.contains(address);
  if (imported != input.imports.end() || (resource != nullptr && !expired && !replace)) {
    Value id = Value(resource != nullptr ? resource->id : *imported->second).with_marks(Value::Masked);
    plan.visible = Value(Value::Map{{"id", std::move(id)}});
    if (resource == nullptr) plan.change = change_of(input, address, *imported->second, {Action::Import}, "");
    return plan;
  }
  if (replace && !expired) {
    plan.change = change_of(input, address, resource->id, {Action::Replace}, kReplaceReason);
    plan.visible = visible_value(*block.type, {}, {}, false);
    return plan;
  }
  plan.change = change_of(input, address, "", {Action::Create},
                          expired ? "the one in the state has expired unused" : "");
  plan.visible = visible_value(*block.type, {}, {}, false);
  return plan;
}

ResourcePlan plan_instance(const PlanInput& input, const PlanOptions& options, const Address& address,
                           const ResourceBlock& block, const Value::Map& desired, Diags& diags) {
  auto managed = input.snapshot.resources.find(address);
  const auto* resource = managed == input.snapshot.resources.end() ? nullptr : &managed->second;
  if (block.type->is_external_id) return plan_external_id(input, options, address, block, resource);
  if (auto imported = input.imports.find(address); imported != input.imports.end()) {
    if (!imported->second) return refused_import(block, desired);
    const auto* live = find_integration(input.live, *imported->second);
    Memory memory{.known = {}, .imported = true};
    memory.known.id = *imported->second;
    return plan_existing(input, options, address, block, desired, std::move(memory), *live);
  }
  if (resource != nullptr) {
    const auto* live = find_integration(input.live, resource->id);
    if (live != nullptr && options.replace.contains(address))
      return plan_replace(input, options, address, block, desired, *resource, *live, diags);
    auto drift = find_drift(input, address, *resource, live);
    if (drift) {
      for (auto& attribute : drift->attributes) {
        attribute.left_alone = block.ignores(attribute.name) ||
                               (!desired.contains(attribute.name) &&
                                (attribute.name == "enabled" || !resource->ours.contains(attribute.name)));
      }
    }
    auto plan = live == nullptr ? plan_create(input, options, address, block, desired,
                                              "gone from the service, and not in its recycle bin", diags)
                                : plan_existing(input, options, address, block, desired, {*resource}, *live);
    plan.drift = std::move(drift);
    return plan;
  }
  const auto* tombstone = state::find_tombstone(input.snapshot, address);
  const auto* buried = tombstone == nullptr ? nullptr : find_integration(input.live, tombstone->id);
  if (buried == nullptr) return plan_create(input, options, address, block, desired, "", diags);
  if (options.replace.contains(address))
    return plan_create(input, options, address, block, desired, kReplaceReason, diags);
  auto plan = plan_existing(input, options, address, block, desired, {state::recall(*tombstone)}, *buried);
  if (!buried->in_trash)
    plan.drift = Drift{address,
                       tombstone->id,
                       Drift::Kind::Recovered,
                       {},
                       text_of(*buried, "updater_id"),
                       number_of(*buried, "updated_epoch_millis")};
  return plan;
}

struct WhyUnwanted {
  std::string reason;
  Unwanted kind = Unwanted::Block;
};

WhyUnwanted why_unwanted(const PlanInput& input, const Address& address) {
  if (input.resources.instances.contains(address)) return {"destroy was asked for"};
  const auto found = input.config.resources.find(address.block());
  if (found == input.config.resources.end()) return {"removed from the manifest"};
  const auto& block = found->second;
  const auto at_block = [&](const char* what) {
    return block.range.source == nullptr ? std::string(what)
                                         : fmt::format("{} ({})", what, base::where(block.range));
  };
  if (!block.is_keyed())
    return {at_block("the block has no for_each or count any more"), Unwanted::Repetition};
  if (block.for_each != nullptr && std::holds_alternative<std::string>(address.key))
    return {at_block("its key is not in the block's for_each any more"), Unwanted::Key};
  if (block.count != nullptr && std::holds_alternative<std::int64_t>(address.key))
    return {at_block("its index is beyond the block's count"), Unwanted::Index};
  return {at_block(block.count != nullptr ? "the block has a count now" : "the block has a for_each now"),
          Unwanted::Repetition};
}

}  // namespace

ResourcePlan plan_wanted(const PlanInput& input, const PlanOptions& options, const Address& address,
                         const ResourceBlock& block, const Value::Map& desired, Diags& diags) {
  auto plan = plan_instance(input, options, address, block, desired, diags);
  auto moved = input.moves.find(address);
  if (moved == input.moves.end()) return plan;
  auto managed = input.snapshot.resources.find(address);
  std::string id = managed == input.snapshot.resources.end() ? "" : managed->second.id;
  if (!plan.change) plan.change = change_of(input, address, id, {}, "");
  plan.change->actions.insert(plan.change->actions.begin(), Action::Move);
  plan.change->previous_address = moved->second;
  plan.change->reason = "moved from " + base::printable(moved->second.text()) +
                        (plan.change->reason.empty() ? "" : "; " + plan.change->reason);
  return plan;
}

ResourcePlan plan_unwanted(const PlanInput& input, const PlanOptions& options, const Address& address,
                           const state::Resource& resource) {
  ResourcePlan plan;
  auto instance = input.resources.instances.find(address);
  bool in_manifest = instance != input.resources.instances.end();
  const auto* block = in_manifest ? instance->second.block : nullptr;
  bool skip_trash = options.skip_trash || resource.skip_trash || (in_manifest && block->skip_trash);
  const auto [why, unwanted] = why_unwanted(input, address);
  const auto* removed = in_manifest ? nullptr : find_removed(input.config, address);
  if (removed != nullptr && !removed->destroy && options.mode != Mode::Destroy) {
    plan.change = change_of(input, address, resource.id, {Action::Forget},
                            "a removed block says so; the service keeps it");
    return plan;
  }
  const auto* type = input.catalog.find(address.type);
  const auto* live = find_integration(input.live, resource.id);
  if (type != nullptr && type->is_external_id) {
    plan.change = change_of(input, address, resource.id, {Action::Delete}, why);
    plan.change->skip_trash = true;
  } else if (live == nullptr) {
    plan.change =
        change_of(input, address, resource.id, {Action::Forget}, why + "; gone from the service already");
  } else if (live->in_trash && !skip_trash) {
    plan.change = change_of(input, address, resource.id, {Action::Forget},
                            why + "; in the recycle bin already" + since(*live));
  } else {
    plan.change = change_of(input, address, resource.id, {Action::Delete}, why);
    plan.change->skip_trash = skip_trash;
    if (type != nullptr) plan.change->attributes = lost_attributes(*type, *live, resource);
  }
  plan.change->unwanted = unwanted;
  if (live == nullptr || !live->in_trash) {
    if (plan.change->has(Action::Delete)) plan.drift = find_drift(input, address, resource, live);
  }
  return plan;
}

ResourcePlan plan_refresh_only(const PlanInput& input, const Address& address,
                               const state::Resource& resource) {
  ResourcePlan plan;
  const auto* live = find_integration(input.live, resource.id);
  plan.drift = find_drift(input, address, resource, live);
  if (plan.drift && plan.drift->kind == Drift::Kind::Gone) {
    plan.change =
        change_of(input, address, resource.id, {Action::Forget},
                  "gone from the service; while the manifest has it, the next apply creates it again");
  }
  return plan;
}

}  // namespace waveform::planner
