#include "planner/import/imports.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/convert.h"
#include "planner/hcl/evaluate.h"

namespace waveform::planner {

using base::Address;
using base::Diags;
using base::Value;

namespace {

// An external id is its own id, and not shown.
std::string shown(const provider::ResourceType& type, const std::string& id) {
  return type.is_external_id ? "this external id" : base::printable(id);
}

struct Resolver {
  const Resources& resources;
  const state::Snapshot& snapshot;
  const Inventory& live;
  Diags& diags;
  std::map<std::string, Address> taken = {};  // ids of this run
  std::map<Address, std::optional<std::string>> ids = {};

  void refuse(const Import& import, const std::string& why, const std::string& hint = {}) {
    ids.insert_or_assign(import.to, std::nullopt);
    diags.error(import.range, fmt::format("Cannot import {}: {}", base::printable(import.to.text()), why), {},
                hint);
  }

  // "" and an error unless exactly one exists.
  std::string find_by_name(const Import& import, const provider::ResourceType& type) {
    std::vector<std::string> found, binned;
    for (const auto& [id, record] : live.integrations) {
      if (record.type == &type && record.name == import.name)
        (record.in_trash ? binned : found).push_back(id);
    }
    if (found.empty()) found = std::move(binned);
    if (found.size() == 1) return found.front();
    if (found.empty()) {
      refuse(import, fmt::format("the service has no {} integration named {}", type.service,
                                 base::quote(import.name)));
    } else {
      refuse(import,
             fmt::format("the service has {} {} integrations named {}", found.size(), type.service,
                         base::quote(import.name)),
             fmt::format("Give the id of one of them: {}.", base::enumerate(found)));
    }
    return "";
  }

  // Checks that the id exists and has the right service.
  bool fits(const Import& import, const provider::ResourceType& type, const std::string& id) {
    if (type.is_external_id) {
      if (!live.expired_external_ids.contains(id)) return true;
      refuse(import, "this external id is not valid, or has expired");
      return false;
    }
    const auto* record = find_integration(live, id);
    if (record == nullptr) {
      refuse(
          import, fmt::format("there is no integration with the id {}", base::printable(id)),
          "It is not in the recycle bin either. `waveform status` lists the ids that can be imported; check "
          "that WAVEFRONT_ADDRESS is the right cluster.");
      return false;
    }
    if (record->type == &type) return true;
    refuse(import, fmt::format("{} is an integration of {}, but {} needs {}", base::printable(id),
                               base::printable(record->service), type.name, type.service));
    return false;
  }

  void resolve(const Import& import) {
    auto instance = resources.instances.find(import.to);
    if (instance == resources.instances.end()) {
      std::vector<std::string> known;
      for (const auto& [address, other] : resources.instances) known.push_back(address.text());
      if (const auto near = base::near_address(import.to, known); !near.empty())
        return refuse(import, "the manifest has no such resource", near);
      return refuse(import, "the manifest has no such resource",
                    fmt::format("Write its block first: resource {} {} {{ … }}; or generate it: `waveform "
                                "import -generate FILE ID`",
                                base::quote(import.to.type), base::quote(import.to.name)));
    }
    const auto& type = *instance->second.block->type;
    auto managed = snapshot.resources.find(import.to);
    if (managed != snapshot.resources.end()) {
      bool is_it = import.id.empty() || managed->second.id == import.id;
      // A block stays in the manifest after the import; the command line is used once. The same holds for an
      // external id that several integrations share.
      if (is_it && (import.range.source != nullptr || type.is_external_id)) return;
      return refuse(
          import, fmt::format("it already manages {}", shown(type, managed->second.id)),
          is_it ? "There is nothing to do."
          : import.range.source != nullptr
              ? "If this import is complete, remove the block: its resource has been replaced since."
              : fmt::format("To forget that one, which the service keeps: `waveform state rm {}`",
                            base::shell_word(base::printable(import.to.text()))));
    }
    std::string id = import.id.empty() ? find_by_name(import, type) : import.id;
    if (id.empty() || !fits(import, type, id)) return;
    if (const auto* owner = state::find_owner(snapshot, id)) {
      return refuse(
          import, fmt::format("{} is already managed as {}", shown(type, id), base::printable(owner->text())),
          fmt::format("To give it another address: `waveform state mv {} {}`",
                      base::shell_word(base::printable(owner->text())),
                      base::shell_word(base::printable(import.to.text()))));
    }
    auto [other, is_new] = taken.emplace(id, import.to);
    if (!is_new) {
      return refuse(import, fmt::format("{} is imported as {} in the same run", shown(type, id),
                                        base::printable(other->second.text())));
    }
    if (!ids.emplace(import.to, id).second) refuse(import, "it is imported twice in the same run");
  }
};

struct BlockReader {
  const Config& config;
  const Resources& resources;
  const ModuleScope& module;
  UnknownKeys on_unknown;
  Diags& diags;
  std::vector<Import> imports = {};
  std::map<Address, const ImportBlock*> seen = {};

  // A string of an import block; "" when it is missing or wrong.
  std::string text_of(const hcl::Expr* expr, const char* attribute, bool may_be_sensitive,
                      const hcl::Scope& scope) {
    if (expr == nullptr) return "";
    std::size_t errors = diags.list().size();
    auto evaluated = hcl::evaluate(*expr, scope, diags);
    if (diags.list().size() > errors) return "";
    bool of_resource = !module.references().resources_of(*expr).empty();
    if (evaluated.value.is_unknown() && on_unknown == UnknownKeys::Placeholder && !of_resource) return "";
    auto text = hcl::convert(evaluated, hcl::Type::Kind::String);
    std::string why = of_resource || evaluated.value.is_unknown()
                          ? "It can only refer to variables and locals."
                      : !text || text->value.is_null()  ? fmt::format("This is {}.", hcl::a_kind(evaluated))
                      : text->value.as_string().empty() ? "It is empty."
                      : text->value.is_sensitive() && !may_be_sensitive
                          ? "It derives from a sensitive value, and would be shown."
                          : "";
    if (why.empty()) return text->value.as_string();
    diags.error(expr->range, fmt::format("{} of an import must be a known string", attribute),
                std::move(why));
    return "";
  }

  // The address that a block (or one instance of its for_each) names; empty when it is unknown or wrong.
  std::optional<Address> address_of(const ImportBlock& block, const hcl::Scope& scope) {
    Address to = block.to;
    if (block.key == nullptr) return to;
    std::size_t errors = diags.list().size();
    Value key = hcl::evaluate(*block.key, scope, diags).value;
    if (key.is_sensitive()) {
      diags.error(block.key->range, "A key must not be sensitive",
                  "It is part of an address, which is shown.", "If it is not secret, use nonsensitive(…).");
    } else if (key.is_string()) {
      to.key = key.as_string();
      return to;
    } else if (key.is_integer()) {
      to.key = key.as_integer();
      return to;
    } else if (diags.list().size() == errors && (!key.is_unknown() || on_unknown == UnknownKeys::Error)) {
      diags.error(block.key->range, "A key must be a known string or whole number",
                  "It can only refer to variables, locals and each.");
    }
    return std::nullopt;
  }

  void check_is_made(const ImportBlock& block, const Address& to) {
    auto found = config.resources.find(to.block());
    if (found == config.resources.end()) return;  // which was reported
    bool is_keyed = found->second.is_keyed();
    if (is_keyed != to.is_keyed()) {
      diags.error(
          block.range,
          fmt::format("{} {} a key", base::printable(to.text()), is_keyed ? "lacks" : "must not have"),
          is_keyed ? "Its block has for_each or count, and creates one for each key."
                   : "Its block has neither for_each nor count.",
          is_keyed ? fmt::format("Write: to = {}[…]", to.text()) : "");
      return;
    }
    // Any key is possible while they are unknown.
    if (resources.instances.contains(to) || (is_keyed && resources.instances.contains(to.block()))) return;
    diags.error(block.range, fmt::format("The manifest has no {}", base::printable(to.text())),
                "An import needs a resource instance; for_each and count of its block define them.");
  }

  void check_is_new(const ImportBlock& block, const Address& to) {
    auto [first, is_new] = seen.emplace(to, &block);
    if (is_new) return;
    diags.error(block.range, fmt::format("{} is imported twice", base::printable(to.text())),
                first->second == &block
                    ? "Each instance of for_each needs a different address."
                    : fmt::format("The first is at {}.", base::where(first->second->range)),
                first->second == &block ? "Write: to = TYPE.NAME[each.key]" : "Remove one of them.");
  }

  void turn(const ImportBlock& block, const hcl::Scope& scope) {
    auto resource = config.resources.find(block.to.block());
    const auto* type = resource == config.resources.end() ? nullptr : resource->second.type;
    bool external_id = type != nullptr && type->is_external_id;
    auto to = address_of(block, scope);
    if (to) {
      check_is_made(block, *to);
      check_is_new(block, *to);
    }
    Import import{to.value_or(block.to), text_of(block.id, "id", external_id, scope),
                  text_of(block.name, "name", false, scope), block.range};
    std::string service = text_of(block.service, "service", false, scope);
    if (!service.empty() && type != nullptr && base::upper(service) != type->service) {
      diags.error(block.service->range, fmt::format("service must be {}", type->service),
                  "The type of `to` determines the service.", "Remove this line.");
    }
    if (to && (!import.id.empty() || !import.name.empty())) imports.push_back(std::move(import));
  }

  void read(const ImportBlock& block) {
    if (block.for_each == nullptr) return turn(block, module);
    // Its each is that of a block with the same for_each.
    ResourceBlock turns{.for_each = block.for_each};
    auto keys = keys_of_for_each(*block.for_each, module, on_unknown, diags);
    if (!keys.known) keys.all.emplace_back().second = hcl::unknown();
    for (auto& [key, value] : keys.all) {
      Address address{"import", "", std::move(key)};
      turn(block, InstanceScope(module, turns, address, value));
    }
  }
};

}  // namespace

std::vector<Import> evaluate_imports(const Config& config, const Resources& resources,
                                     const ModuleScope& scope, UnknownKeys on_unknown, Diags& diags) {
  BlockReader reader{config, resources, scope, on_unknown, diags};
  for (const auto& block : config.imports) reader.read(block);
  return std::move(reader.imports);
}

RequestedIds requested_ids(const std::vector<Import>& imports, const provider::Catalog& catalog,
                           const state::Snapshot& snapshot) {
  RequestedIds asked;
  for (const auto& import : imports) {
    bool external_id = provider::is_external_id(catalog, import.to.type);
    if (external_id && !snapshot.resources.contains(import.to)) asked.external_ids.insert(import.id);
    if (!external_id && !import.id.empty()) asked.integrations.insert(import.id);
  }
  return asked;
}

std::map<Address, std::optional<std::string>> resolve_imports(const std::vector<Import>& imports,
                                                              const Resources& resources,
                                                              const state::Snapshot& snapshot,
                                                              const Inventory& live, Diags& diags) {
  Resolver resolver{resources, snapshot, live, diags};
  for (const auto& import : imports) resolver.resolve(import);
  return std::move(resolver.ids);
}

bool any_pending(const std::vector<Import>& imports, const state::Snapshot& snapshot) {
  return std::any_of(imports.begin(), imports.end(),
                     [&](const Import& import) { return !snapshot.resources.contains(import.to); });
}

}  // namespace waveform::planner
