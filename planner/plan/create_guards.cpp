#include "planner/plan/create_guards.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/text.h"
#include "planner/live/lost_calls.h"

namespace waveform::planner {

using base::Address;
using base::Diags;
using base::Value;

namespace {

std::string import_line(const Address& address, const std::string& id) {
  return fmt::format("waveform import {} {}", base::shell_word(base::printable(address.text())), id);
}

// The external ids that this resource refers to and that would be created.
std::vector<Address> missing_external_ids(const PlanInput& input, const Address& address) {
  std::vector<Address> missing;
  for (const auto& need : input.resources.instances.at(address).needs) {
    if (provider::is_external_id(input.catalog, need.type) && !input.snapshot.resources.contains(need) &&
        !input.imports.contains(need))
      missing.push_back(need);
  }
  return missing;
}

// How to import an integration and its external ids, which the next apply would replace otherwise.
std::string ways_to_import(const PlanInput& input, const Address& address, const std::string& id) {
  std::string line = import_line(address, id);
  const auto missing = missing_external_ids(input, address);
  for (const auto& need : missing)
    line += fmt::format(" {} EXTERNAL_ID", base::shell_word(base::printable(need.text())));
  std::string way = fmt::format("Take it over:\n`{}`", line);
  if (missing.empty()) return way;
  return way +
         "\nEXTERNAL_ID is the value that the trust policy of its role has as sts:ExternalId; Terraform's "
         "state has it as the id of this resource. Without it, the next apply would replace the external id "
         "of a live integration by a new one.";
}

void check_needed(const Address& address, const ResourceBlock& block, const Value::Map& desired,
                  Diags& diags) {
  for (const auto& attribute : block.type->attributes) {
    if (!attribute.secret || !attribute.secret->needed_to_create || desired.contains(attribute.name))
      continue;
    diags.error(
        block.range, fmt::format("{} needs {} to be created", address.text(), attribute.name),
        "Without it the service does not respond before the request times out.",
        "Create one with `waveform external-id create`, put it into the role's trust policy (`waveform "
        "trust-policy`), and give it here, best through a sensitive variable. Later updates do not need it.");
  }
}

const std::string* known_text(const Value::Map& desired, const char* attribute) {
  auto found = desired.find(attribute);
  return found != desired.end() && found->second.is_string() ? &found->second.as_string() : nullptr;
}

void check_twin(const PlanInput& input, const PlanOptions& options, const Address& address,
                const ResourceBlock& block, const Value::Map& desired, Diags& diags) {
  const auto* name = known_text(desired, "name");
  if (name == nullptr || options.allow_duplicate) return;
  std::set<std::string> alike;
  for (auto [it, end] = input.unmanaged.by_name.equal_range({block.type, *name}); it != end; ++it)
    alike.insert(it->second);
  for (const auto& id : alike) {
    diags.error(
        block.range, fmt::format("{} exists already, and nothing manages it", address.text()),
        fmt::format("The service has one of {} that is named {}, id {}.", block.type->service,
                    desired.at("name").is_sensitive() ? "as this one"
                                                      : base::quote(input.live.integrations.at(id).name),
                    id),
        ways_to_import(input, address, id) + "\nOr create a second one with -allow-duplicate.");
  }
}

}  // namespace

void check_create(const PlanInput& input, const PlanOptions& options, const Address& address,
                  const ResourceBlock& block, const Value::Map& desired, Diags& diags) {
  if (block.type->is_external_id) return;
  check_needed(address, block, desired, diags);
  // Then check_doubts() names the candidates.
  if (state::find_intent(input.snapshot, address) != nullptr) return;
  check_twin(input, options, address, block, desired, diags);
}

namespace {

// The first external id that this plan creates for a change; or null.
const Address* fresh_external_id(const Change& change, const std::set<Address>& creates,
                                 const provider::Catalog& catalog) {
  auto found = std::find_if(change.after.begin(), change.after.end(), [&](const Address& before) {
    return provider::is_external_id(catalog, before.type) && creates.contains(before);
  });
  return found == change.after.end() ? nullptr : &*found;
}

// With or without force_save, the service loses its access to the account.
void warn_of_replaced_external_id(const PlanInput& input, const Address& fresh, Change& change,
                                  Diags& diags) {
  const bool is_managed = input.snapshot.resources.contains(fresh);
  change.notes.push_back(
      fmt::format("Its external id is replaced by {}, which no trust policy has yet.", fresh.text()));
  diags.warning(
      input.resources.instances.at(change.address).block->range,
      fmt::format("{} exists, and gets an external id that this plan creates", change.address.text()),
      fmt::format("No trust policy can have {} yet: the service loses its access to the account until the "
                  "role trusts "
                  "the new external id.",
                  fresh.text()),
      is_managed
          ? "Create the new external id first, as another resource; put it into the trust policy beside the "
            "old one; "
            "then give it here."
          : fmt::format(
                "To keep the external id that it has, import that first: `waveform import {} EXTERNAL_ID`. "
                "The trust policy of its role has it as sts:ExternalId.",
                base::shell_word(fresh.text())));
}

void warn_of_left_out_external_id(const PlanInput& input, const Change& change, Diags& diags) {
  const auto missing = missing_external_ids(input, change.address);
  if (missing.empty()) return;
  diags.warning(
      input.resources.instances.at(change.address).block->range,
      fmt::format("{} is imported without its external id", change.address.text()),
      fmt::format("The next apply would create {} and replace the external id of a live integration by it.",
                  missing.front().text()),
      fmt::format("Import it, too: `waveform import {} EXTERNAL_ID`. The trust policy of its role has it as "
                  "sts:ExternalId.",
                  base::shell_word(missing.front().text())));
}

}  // namespace

void check_external_ids(Plan& plan, const PlanInput& input, Diags& diags) {
  std::set<Address> creates;
  for (const auto& change : plan.changes) {
    if (change.has(Action::Create) || change.has(Action::Replace)) creates.insert(change.address);
  }
  std::set<const ResourceBlock*> reported;
  for (auto& change : plan.changes) {
    if (plan.options.mode == Mode::ImportOnly && change.has(Action::Import) &&
        !provider::is_external_id(input.catalog, change.address.type))
      warn_of_left_out_external_id(input, change, diags);
    const auto* fresh = fresh_external_id(change, creates, input.catalog);
    if (fresh == nullptr || change.has(Action::Delete)) continue;
    if (!creates.contains(change.address)) {
      const bool is_given =
          std::any_of(change.attributes.begin(), change.attributes.end(),
                      [](const auto& attribute) { return attribute.name == "external_id"; });
      if (is_given) warn_of_replaced_external_id(input, *fresh, change, diags);
      continue;
    }
    const auto& block = *input.resources.instances.at(change.address).block;
    if (block.body->find("force_save") != nullptr || !reported.insert(&block).second) continue;
    diags.warning(block.range,
                  fmt::format("{} is created together with its external id", change.address.text()),
                  fmt::format("No trust policy can have {} yet, so the service may refuse the credentials.",
                              fresh->text()),
                  "Apply a manifest with the external id alone first, put it into the trust policy, then add "
                  "this; or set "
                  "force_save = true.");
  }
}

std::string ways_to_decide(const Address& address, const std::vector<std::string>& ids, bool wanted) {
  std::string lines;
  for (const auto& id : ids) lines += fmt::format("\n`{}`", import_line(address, id));
  return fmt::format(
      "Import the one that it is{}:{}\nOr, if all of them belong to other users, forget it and create one "
      "more:\n`waveform state rm {}`\n`waveform apply -allow-duplicate`",
      wanted ? "" : " (its block has to be in the manifest for that)", lines,
      base::shell_word(base::printable(address.text())));
}

// One per line.
std::string candidates(const Inventory& live, const std::vector<std::string>& ids) {
  std::string lines;
  for (const auto& id : ids) {
    const auto* one = find_integration(live, id);
    if (one == nullptr) continue;
    lines += fmt::format("\n{}: {}", base::printable(id), base::quote(one->name));
    if (auto at = number_of(*one, "created_epoch_millis"); at > 0) lines += ", created " + base::utc_text(at);
    if (auto by = text_of(*one, "creator_id"); !by.empty()) lines += " by " + base::printable(by);
  }
  return lines;
}

std::set<Address> check_doubts(const PlanInput& input, Diags& diags) {
  std::set<Address> undecided;
  const auto resolution = resolve_lost_calls(input.catalog, input.snapshot, input.live);
  for (const auto& intent : input.snapshot.intents) {
    if (input.imports.contains(intent.address)) continue;  // the import decides
    auto instance = input.resources.instances.find(intent.address);
    bool wanted = instance != input.resources.instances.end();
    auto equal = resolution.equal.find(intent.address);
    auto alike = resolution.alike.find(intent.address);
    bool is_alike = equal == resolution.equal.end() && alike != resolution.alike.end();
    std::vector<std::string> ids = is_alike                          ? alike->second
                                   : equal != resolution.equal.end() ? equal->second
                                                                     : std::vector<std::string>();
    undecided.insert(intent.address);
    diags.warning(
        wanted ? instance->second.block->range : base::Range{},
        fmt::format("In doubt: {}", base::printable(intent.address.text())),
        fmt::format(
            "At {} the service was asked to create it, and the response was lost. {} It is left alone, "
            "and so is what needs it.{}",
            base::utc_text(intent.since_epoch_millis),
            is_alike ? "Since then something similar was created: the service may have changed what was "
                       "sent, or another user created it."
                     : "Since then integrations were created that equal it, and it is not certain "
                       "which of them it is.",
            candidates(input.live, ids)),
        ways_to_decide(intent.address, ids, wanted));
  }
  return undecided;
}

}  // namespace waveform::planner
