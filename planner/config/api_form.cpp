#include "planner/config/api_form.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "provider/wire.h"

namespace waveform::planner {

using base::Diags;
using hcl::JsonNode;

namespace {

// Fields set by the service that have no attribute in the tables.
constexpr std::string_view kReadOnly[] = {"deleted", "disabled", "lastErrorEvent", "lastProcessorId",
                                          "lastErrorMs"};

struct Reader {
  const provider::ResourceType& type;
  const std::string& label;
  Diags& diags;
  hcl::Body body = {};
  std::vector<std::string> ignored = {};
  base::Range first_ignored = {};

  const provider::Attribute* by_wire(std::string_view wire) const {
    auto found = std::find_if(type.attributes.begin(), type.attributes.end(), [&](const auto& a) {
      return a.wire == wire && a.role != provider::Role::Enabled;
    });
    return found == type.attributes.end() ? nullptr : &*found;
  }

  bool is_read_only(const std::string& key) const {
    const auto* attribute = by_wire(key);
    return (attribute != nullptr && attribute->is_computed()) ||
           std::find(std::begin(kReadOnly), std::end(kReadOnly), key) != std::end(kReadOnly);
  }

  void add(const std::string& name, base::Range key_range, const JsonNode& node) {
    const auto& attribute = *type.find(name);
    check_objects(attribute, node);
    base::Value taken = provider::from_wire(attribute, node.value());
    auto value = std::make_unique<hcl::Expr>(hcl::Expr{node.range, hcl::Literal{std::move(taken)}});
    body.attributes.push_back({name, key_range, std::move(value)});
  }

  // Fields of a list's objects that are not members of the attribute.
  void check_objects(const provider::Attribute& attribute, const JsonNode& node) {
    if (attribute.type != provider::Type::ObjectList || !node.is_array()) return;
    std::vector<std::string> known;
    for (const auto& member : attribute.members) known.push_back(member.wire);
    for (const auto& item : node.items()) {
      if (!item.is_object()) continue;
      for (const auto& member : item.members()) {
        if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
        diags.error(member.key_range,
                    fmt::format("{} has no field {}", attribute.wire, base::quote(member.key)), {},
                    base::did_you_mean(member.key, known));
      }
    }
  }

  // Where a key of the configuration object would be known; "" if nowhere.
  std::string home_of(const std::string& key) const {
    for (const auto& prefix : {type.object, type.object + ".baseCredentials"}) {
      if (by_wire(prefix + "." + key) != nullptr) return prefix;
    }
    return by_wire(key) != nullptr ? "the integration itself" : "";
  }

  void unknown(const JsonNode::Member& member, const std::string& prefix) {
    std::string home = home_of(member.key);
    if (!home.empty()) {
      std::string inside = home.find(' ') == std::string::npos ? fmt::format("inside {}", base::quote(home))
                                                               : "beside \"name\"";
      diags.error(member.key_range, fmt::format("{} is in the wrong place", base::quote(member.key)),
                  fmt::format("For {} it must be {}.", type.service, inside),
                  fmt::format("Move this line {}.", inside));
      return;
    }
    std::vector<std::string> known;
    for (const auto& attribute : type.attributes) {
      if (attribute.wire.starts_with(prefix)) {
        auto rest = attribute.wire.substr(prefix.size());
        known.push_back(rest.substr(0, rest.find('.')));
      }
    }
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    std::string hint = base::did_you_mean(member.key, known);
    if (hint.empty()) hint = fmt::format("Known are {}.", base::enumerate(known));
    diags.error(member.key_range,
                fmt::format("{} has no field {}", type.service, base::quote(prefix + member.key)), {}, hint);
  }

  void read_object(const JsonNode& object, const std::string& prefix) {
    for (const auto& member : object.members()) {
      if (member.key == "//") continue;  // a comment
      std::string wire = prefix + member.key;
      const auto* attribute = by_wire(wire);
      bool is_parent = std::any_of(type.attributes.begin(), type.attributes.end(),
                                   [&](const auto& a) { return a.wire.starts_with(wire + "."); });
      if (attribute != nullptr && !attribute->is_computed()) {
        if (!(member.value.is_scalar() && member.value.scalar().is_null()))
          add(attribute->name, member.key_range, member.value);
      } else if (is_parent && member.value.is_object()) {
        read_object(member.value, wire + ".");
      } else if (is_parent) {
        diags.error(member.value.range, fmt::format("{} must be an object", base::quote(wire)));
      } else {
        read_other(member, prefix);
      }
    }
  }

  void read_other(const JsonNode::Member& member, const std::string& prefix) {
    if (prefix.empty() && member.key == "enabled") return add("enabled", member.key_range, member.value);
    if (prefix.empty() && member.key == "id" && member.value.is_scalar() &&
        member.value.scalar().is_string()) {
      diags.note(member.key_range, "\"id\" is ignored", "Ids are in the state.",
                 fmt::format("If this integration exists, import it:\n`waveform import {}.{} {}`", type.name,
                             label, base::printable(member.value.scalar().as_string())));
      return;
    }
    if (!prefix.empty() || !is_read_only(member.key)) return unknown(member, prefix);
    if (ignored.empty()) first_ignored = member.key_range;
    ignored.push_back(member.key);
  }
};

// The type of a body, or null after an error.
const provider::ResourceType* type_of(const JsonNode& node, const provider::Catalog& catalog, Diags& diags) {
  const JsonNode* service = node.find("service");
  std::vector<std::string> known;
  for (const auto& type : catalog.types) {
    if (!type.service.empty()) known.push_back(type.service);
  }
  if (service == nullptr) {
    constexpr const char* kBlocks[] = {"resource",  "variable", "output", "locals",  "provider",
                                       "terraform", "import",   "moved",  "removed", "module"};
    if (std::any_of(std::begin(kBlocks), std::end(kBlocks),
                    [&](const char* block) { return node.find(block) != nullptr; })) {
      diags.error(node.range, "These are blocks, not the body of an integration",
                  "An array holds bodies of the API.", "Put the blocks of all elements into one object.");
      return nullptr;
    }
    diags.error(node.range, "This integration has no \"service\"", {},
                fmt::format("Add one of {}.", base::enumerate(known, "or")));
    return nullptr;
  }
  bool is_text = service->is_scalar() && service->scalar().is_string();
  const auto* type = is_text ? catalog.find_service(service->scalar().as_string()) : nullptr;
  if (type == nullptr) {
    std::string hint = is_text ? base::did_you_mean(service->scalar().as_string(), known) : "";
    diags.error(service->range, "Unknown service", {},
                hint.empty() ? fmt::format("Known are {}.", base::enumerate(known)) : hint);
  }
  return type;
}

void read_integration(const JsonNode& node, const std::string& label, base::Range label_range,
                      const provider::Catalog& catalog, hcl::Body& file, Diags& diags) {
  if (!node.is_object()) {
    diags.error(node.range, "An integration must be an object", {},
                "Write: {\"name\": …, \"service\": …, …}");
    return;
  }
  const auto* type = type_of(node, catalog, diags);
  if (type == nullptr) return;
  Reader reader{*type, label, diags};
  reader.body.range = node.range;
  reader.read_object(node, "");
  if (!reader.ignored.empty()) {
    std::vector<std::string> quoted;
    for (const auto& key : reader.ignored) quoted.push_back(base::quote(key));
    bool disabled =
        std::find(reader.ignored.begin(), reader.ignored.end(), "disabled") != reader.ignored.end();
    diags.note(reader.first_ignored,
               fmt::format("Ignored, since the service sets it: {}", base::enumerate(quoted)), {},
               disabled ? "To enable or disable it, put \"enabled\": true or false beside \"name\"." : "");
  }
  hcl::Block block{"resource",
                   label_range,
                   {{type->name, label_range}, {label, label_range}},
                   std::move(reader.body),
                   label_range};
  file.blocks.push_back(std::move(block));
}

// A complete response of the API: only its `response` is used, of a list the `items` in it.
const JsonNode& unwrapped(const JsonNode& root) {
  if (!root.is_object() || root.find("status") == nullptr) return root;
  const JsonNode* response = root.find("response");
  if (response == nullptr || !response->is_object()) return root;
  const JsonNode* items = response->find("items");
  return items != nullptr && items->is_array() ? *items : *response;
}

std::string name_of(const JsonNode& node) {
  const JsonNode* name = node.is_object() ? node.find("name") : nullptr;
  return name != nullptr && name->is_scalar() && name->scalar().is_string() ? name->scalar().as_string() : "";
}

}  // namespace

bool is_api_form(const JsonNode& root) {
  if (&unwrapped(root) != &root) return true;
  return root.is_array() ||
         (root.is_object() && (root.find("integrations") != nullptr || root.find("service") != nullptr));
}

hcl::Body read_api_form(const JsonNode& whole, std::string_view file_stem, const provider::Catalog& catalog,
                        Diags& diags) {
  const JsonNode& root = unwrapped(whole);
  hcl::Body file;
  file.range = root.range;
  auto head = [](const JsonNode& node) {
    return base::Range{node.range.source, node.range.begin, node.range.begin + 1};
  };
  if (root.is_array()) {
    std::map<std::string, base::Range> labels;
    for (const auto& item : root.items()) {
      std::string label = slug(name_of(item));
      auto [first, is_new] = labels.emplace(label, item.range);
      if (!is_new) {
        diags.error(head(item), fmt::format("A second integration would be called {}", base::quote(label)),
                    "In a list, the label is made from the name of the integration.",
                    "Use {\"integrations\": {\"label\": {…}}} to give each a label of its own.");
        continue;
      }
      read_integration(item, label, head(item), catalog, file, diags);
    }
    return file;
  }
  const JsonNode* integrations = root.find("integrations");
  if (integrations == nullptr) {
    read_integration(root, slug(file_stem), head(root), catalog, file, diags);
    return file;
  }
  for (const auto& member : root.members()) {
    if (member.key != "integrations" && member.key != "//")
      diags.error(member.key_range,
                  fmt::format("{} cannot be beside \"integrations\"", base::quote(member.key)), {},
                  "Move it to a separate file.");
  }
  if (!integrations->is_object()) {
    diags.error(integrations->range, "\"integrations\" must be an object of labels", {},
                "Write: {\"integrations\": {\"label\": {…}}}");
    return file;
  }
  for (const auto& member : integrations->members()) {
    if (member.key == "//") continue;
    read_integration(member.value, member.key, member.key_range, catalog, file, diags);
  }
  return file;
}

std::string slug(std::string_view text) {
  std::string out;
  for (char c : base::lower(text)) {
    bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (word) {
      out += c;
    } else if (!out.empty() && out.back() != '_') {
      out += '_';
    }
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  if (out.empty()) return "integration";
  return out.front() >= '0' && out.front() <= '9' ? "_" + out : out;
}

}  // namespace waveform::planner
