#include "planner/config/reading.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/characters.h"

namespace waveform::planner {

using base::Diags;
using base::Range;

namespace {

// Arguments and inner blocks that Terraform has and waveform does not.
struct Refused {
  std::string_view name;
  const char* why;
};
constexpr Refused kRefused[] = {
    {"dynamic", "Use a list instead, such as metric_filter = [for … : {…}]."},
    {"provisioner", "waveform does not run programs."},
    {"connection", "waveform does not run programs."},
    {"replace_triggered_by", "waveform replaces an integration only with -replace=ADDRESS."},
    {"ephemeral", "Mark it sensitive: sensitive values are never stored."},
    {"deprecated", "Modules are not supported."},
    {"const", "Use a local instead."},
    {"destroy",
     "To forget a resource without deleting it, replace it by removed { from = …, lifecycle { destroy = "
     "false } }."},
    {"enabled", "Use count = 0 or count = 1."}};

// First steps of references that are not resources.
bool is_other_root(std::string_view name) {
  constexpr std::string_view kRoots[] = {"var",  "local", "each",      "count",  "self",
                                         "path", "data",  "terraform", "module", "ephemeral"};
  return std::find(std::begin(kRoots), std::end(kRoots), name) != std::end(kRoots);
}

template <typename Node, typename Unknown>
void read_parts(const std::vector<Node>& given, std::string Node::*name, const std::vector<Part<Node>>& table,
                const Unknown& unknown) {
  std::vector<std::string> known;
  for (const auto& part : table) known.push_back(part.name);
  for (const auto& node : given) {
    const auto part = std::find(known.begin(), known.end(), node.*name);
    if (part == known.end()) {
      unknown(node, known);
    } else {
      table[static_cast<std::size_t>(part - known.begin())].read(node);
    }
  }
}

}  // namespace

void hide_literal(Config& config, const hcl::Expr* expr) {
  if (expr != nullptr && hcl::references(*expr).empty()) config.secrets.push_back(expr->range);
}

std::string literal_text(const hcl::Expr& expr) {
  if (const auto* quoted = std::get_if<hcl::Template>(&expr.node);
      quoted != nullptr && quoted->parts.size() == 1)
    return literal_text(*quoted->parts[0]);
  const auto* literal = std::get_if<hcl::Literal>(&expr.node);
  return literal != nullptr && literal->value.is_string() ? literal->value.as_string() : "";
}

bool has_labels(const hcl::Block& block, std::size_t wanted, const char* form, Diags& diags) {
  if (block.labels.size() == wanted) return true;
  diags.error(block.header,
              fmt::format("{} blocks have {}", block.type,
                          wanted == 0 ? "no label" : base::count(static_cast<std::int64_t>(wanted), "label")),
              {}, fmt::format("Write {}.", form));
  return false;
}

bool has_name(const hcl::Block& block, std::size_t at, Diags& diags) {
  const auto& label = block.labels[at];
  if (hcl::is_name(label.text)) return true;
  diags.error(label.range, fmt::format("{} is not a name", base::quote(label.text)),
              "A name starts with a letter or _ and contains only letters, digits, _ and -.");
  return false;
}

bool is_only_lifecycle(const hcl::Block& block, const hcl::Body& body, Diags& diags) {
  if (!has_labels(block, 0, "lifecycle { … }", diags)) return false;
  const auto first = std::find_if(body.blocks.begin(), body.blocks.end(),
                                  [](const hcl::Block& one) { return one.type == "lifecycle"; });
  if (&*first == &block) return true;
  diags.error(block.header, "A second lifecycle block",
              fmt::format("The first is at {}.", base::where(first->header)), "Merge them.");
  return false;
}

bool literal_bool(const hcl::Attribute& attribute, Diags& diags) {
  const auto* literal = std::get_if<hcl::Literal>(&attribute.value->node);
  if (literal != nullptr && literal->value.is_bool()) return literal->value.as_bool();
  // Terraform also accepts the quoted words.
  if (const std::string text = literal_text(*attribute.value); text == "true" || text == "false")
    return text == "true";
  diags.error(attribute.value->range, fmt::format("{} must be true or false", attribute.name),
              "It is read before evaluation.");
  return false;
}

bool is_refused(const std::string& name, Range range, const std::string& what, Diags& diags) {
  const auto* found = std::find_if(std::begin(kRefused), std::end(kRefused),
                                   [&](const Refused& one) { return one.name == name; });
  if (found == std::end(kRefused)) return false;
  diags.error(range, fmt::format("{} in {} is not supported", base::quote(name), what), found->why);
  return true;
}

void unknown_argument(const std::string& what, const hcl::Attribute& attribute,
                      const std::vector<std::string>& known, Diags& diags) {
  if (is_refused(attribute.name, attribute.name_range, what, diags)) return;
  diags.error(attribute.name_range,
              fmt::format("There is no argument {1} in {0}", what, base::quote(attribute.name)), {},
              base::did_you_mean(attribute.name, known));
}

Part<hcl::Attribute> expression(const char* name, const hcl::Expr*& to) {
  return {name, [&to](const hcl::Attribute& attribute) { to = attribute.value.get(); }};
}

void read_arguments(const std::string& what, const hcl::Body& body,
                    const std::vector<Part<hcl::Attribute>>& table, Diags& diags) {
  read_parts(body.attributes, &hcl::Attribute::name, table, [&](const auto& attribute, const auto& known) {
    unknown_argument(what, attribute, known, diags);
  });
}

void read_blocks(const std::string& what, const hcl::Body& body, const std::vector<Part<hcl::Block>>& table,
                 Diags& diags) {
  read_parts(body.blocks, &hcl::Block::type, table, [&](const auto& block, const auto& known) {
    if (!is_refused(block.type, block.header, what, diags))
      diags.error(block.header, fmt::format("There is no block {} in {}", base::quote(block.type), what), {},
                  base::did_you_mean(block.type, known));
  });
}

std::vector<base::Address> read_depends_on(const hcl::Attribute& attribute, Diags& diags) {
  constexpr const char* kForm = "Write: depends_on = [wavefront_cloud_integration_ec2.main]";
  const auto* list = std::get_if<hcl::ListExpr>(&attribute.value->node);
  if (list == nullptr) {
    diags.error(attribute.value->range, "depends_on must be a list of resources", {}, kForm);
    return {};
  }
  std::vector<base::Address> addresses;
  for (const auto& item : list->items) {
    auto address = address_of(*item);
    if (address && !is_other_root(address->type)) {
      addresses.push_back(*std::move(address));
    } else {
      diags.error(item->range, "depends_on takes resource addresses", {}, kForm);
    }
  }
  return addresses;
}

std::optional<base::Address> address_of(const hcl::Expr& expr) {
  if (const auto* quoted = std::get_if<hcl::Template>(&expr.node);
      quoted != nullptr && quoted->parts.size() == 1)
    return address_of(*quoted->parts[0]);
  if (const auto* literal = std::get_if<hcl::Literal>(&expr.node);
      literal != nullptr && literal->value.is_string()) {
    auto address = base::parse_address(literal->value.as_string());
    if (address) return *std::move(address);
    return std::nullopt;
  }
  const auto* traversal = std::get_if<hcl::Traversal>(&expr.node);
  if (traversal == nullptr || traversal->steps.size() < 2 || traversal->steps.size() > 3) return std::nullopt;
  const auto* type = std::get_if<std::string>(&traversal->steps[0].key);
  const auto* name = std::get_if<std::string>(&traversal->steps[1].key);
  if (type == nullptr || name == nullptr) return std::nullopt;
  base::Address address{*type, *name, {}};
  if (traversal->steps.size() == 2) return address;
  const auto& step = traversal->steps[2];
  if (!step.index) return std::nullopt;
  std::visit([&](const auto& key) { address.key = key; }, step.key);
  return address;
}

}  // namespace waveform::planner
