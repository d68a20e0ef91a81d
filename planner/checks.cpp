#include "planner/checks.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "base/shell.h"
#include "base/text.h"
#include "planner/settle.h"

namespace waveform::planner {

using base::Address;
using base::Diags;
using base::Value;

namespace {

std::string import_line(const Address& address, const std::string& id) {
  return fmt::format("waveform import {} {}", base::shell_word(base::printable(address.text())), id);
}

void check_needed(const Address& address, const ResourceBlock& block, const Value::Map& desired,
                  Diags& diags) {
  for (const auto& attribute : block.type->attributes) {
    if (!attribute.needed_to_create || desired.contains(attribute.name)) continue;
    diags.error(
        block.range, fmt::format("{} needs {} to be created", address.text(), attribute.name),
        "Without it the service does not answer until the request times out.",
        "Make one with `waveform external-id create`, put it into the role's trust policy (`waveform "
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
        fmt::format("Take it over:\n`{}`\nOr make a second one with -allow-duplicate.",
                    import_line(address, id)));
  }
}

}  // namespace

void check_create(const PlanInput& input, const PlanOptions& options, const Address& address,
                  const ResourceBlock& block, const Value::Map& desired, Diags& diags) {
  if (block.type->lifecycle != provider::Lifecycle::Integration) return;
  check_needed(address, block, desired, diags);
  // check_doubts() tells of what looks the same.
  if (state::find_intent(input.snapshot, address) != nullptr) return;
  check_twin(input, options, address, block, desired, diags);
}

std::string ways_to_decide(const Address& address, const std::vector<std::string>& ids, bool wanted) {
  std::string lines;
  for (const auto& id : ids) lines += fmt::format("\n`{}`", import_line(address, id));
  return fmt::format(
      "Import the one that it is{}:{}\nOr, if all of them are someone else's, forget it and create one "
      "more:\n`waveform state rm {}`\n`waveform apply -allow-duplicate`",
      wanted ? "" : " (its block has to be in the manifest for that)", lines,
      base::shell_word(base::printable(address.text())));
}

std::set<Address> check_doubts(const PlanInput& input, Diags& diags) {
  std::set<Address> undecided;
  const auto settlement = settle(input.catalog, input.snapshot, input.live);
  for (const auto& intent : input.snapshot.intents) {
    if (input.imports.contains(intent.address)) continue;  // that decides it
    auto instance = input.resources.instances.find(intent.address);
    bool wanted = instance != input.resources.instances.end();
    auto equal = settlement.equal.find(intent.address);
    auto alike = settlement.alike.find(intent.address);
    bool is_alike = equal == settlement.equal.end() && alike != settlement.alike.end();
    std::vector<std::string> ids = is_alike                          ? alike->second
                                   : equal != settlement.equal.end() ? equal->second
                                                                     : std::vector<std::string>();
    undecided.insert(intent.address);
    diags.warning(
        wanted ? instance->second.block->range : base::Range{},
        fmt::format("In doubt: {}", base::printable(intent.address.text())),
        fmt::format("At {} the service was asked to create it, and the answer was lost. {} It is left alone, "
                    "and so is what needs it.",
                    base::utc_text(intent.since_epoch_millis),
                    is_alike
                        ? "Since then something similar was created: the service may have changed what was "
                          "sent, or it is someone else's."
                        : "Since then integrations were created that equal it, and it is not certain "
                          "which of them it is."),
        ways_to_decide(intent.address, ids, wanted));
  }
  return undecided;
}

}  // namespace waveform::planner
