// The blocks variable and output, and their conditions.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/config/reading.h"
#include "planner/hcl/type_syntax.h"

namespace waveform::planner {

using base::Diags;

namespace {

// Names that are reserved in module blocks.
constexpr std::string_view kReserved[] = {"source",   "version",   "providers",  "count",
                                          "for_each", "lifecycle", "depends_on", "locals"};

bool is_var(const hcl::Traversal& traversal, const std::string& name) {
  const auto* root = hcl::name_at(traversal, 0);
  const auto* variable = hcl::name_at(traversal, 1);
  return root != nullptr && *root == "var" && variable != nullptr && *variable == name;
}

const hcl::Expr* constant_text(const hcl::Attribute& attribute, Diags& diags) {
  const auto& expr = *attribute.value;
  if (hcl::references(expr).empty() && hcl::find_call(expr) == nullptr) return &expr;
  diags.error(expr.range, fmt::format("{} must be a plain string", attribute.name),
              "It is read before evaluation.");
  return nullptr;
}

void add_validation(Variable& variable, const std::string& name, const hcl::Block& block, Diags& diags) {
  auto read = read_condition(block, diags);
  if (!read) return;
  auto names = hcl::references(*read->condition);
  bool about_it =
      std::any_of(names.begin(), names.end(), [&](const auto& n) { return is_var(*n.traversal, name); });
  if (about_it) {
    variable.validations.push_back(*read);
  } else {
    diags.error(read->condition->range, fmt::format("The condition does not refer to var.{}", name),
                "A validation checks the value of its own variable.");
  }
}

void add_precondition(Output& output, const hcl::Block& block, Diags& diags) {
  auto read = read_condition(block, diags);
  if (!read) return;
  if (!hcl::references(*read->condition).empty()) {
    output.preconditions.push_back(*read);
  } else {
    diags.error(read->condition->range, "The condition has no references",
                "Its result would always be the same.");
  }
}

// Blocks of one kind; all others are refused.
template <typename Add>
void each_block(const hcl::Body& body, const std::string& type, const std::string& what, Diags& diags,
                const Add& add) {
  for (const auto& block : body.blocks) {
    if (block.type == type) {
      add(block);
    } else if (!is_refused(block.type, block.header, what, diags)) {
      diags.error(block.header, fmt::format("There is no block {} in {}", base::quote(block.type), what), {},
                  base::did_you_mean(block.type, std::vector<std::string>{type}));
    }
  }
}

}  // namespace

std::optional<Condition> read_condition(const hcl::Block& block, Diags& diags) {
  if (!has_labels(block, 0, (block.type + " { condition = …, error_message = … }").c_str(), diags))
    return std::nullopt;
  refuse_blocks("a " + block.type, block.body, diags);
  Condition read{.range = block.header};
  for (const auto& attribute : block.body.attributes) {
    if (attribute.name == "condition") {
      read.condition = attribute.value.get();
    } else if (attribute.name == "error_message") {
      read.error_message = attribute.value.get();
    } else {
      unknown_argument("a " + block.type, attribute, {"condition", "error_message"}, diags);
    }
  }
  for (const auto& [name, expr] :
       {std::pair("condition", read.condition), std::pair("error_message", read.error_message)}) {
    if (expr == nullptr)
      diags.error(block.header, fmt::format("A {} needs {}", block.type, name), {},
                  fmt::format("Add: {} = …", name));
  }
  if (read.condition == nullptr || read.error_message == nullptr) return std::nullopt;
  return read;
}

void add_variable(Config& config, const hcl::Block& block, Diags& diags) {
  if (!has_labels(block, 1, "variable \"name\" { … }", diags)) return;
  if (!has_name(block, 0, diags)) return;
  const std::string& name = block.labels[0].text;
  if (auto first = config.variables.find(name); first != config.variables.end()) {
    report_twice(block, name, first->second.range, diags);
    return;
  }
  if (std::find(std::begin(kReserved), std::end(kReserved), name) != std::end(kReserved))
    diags.error(block.labels[0].range, fmt::format("A variable cannot be named {}", base::quote(name)),
                "The name is reserved in module blocks.");
  Variable variable{.range = block.header, .type = {}};
  for (const auto& attribute : block.body.attributes) {
    if (attribute.name == "type") {
      variable.type = hcl::parse_type(*attribute.value, diags);
    } else if (attribute.name == "default") {
      variable.default_value = attribute.value.get();
    } else if (attribute.name == "sensitive") {
      variable.sensitive = literal_bool(attribute, diags);
    } else if (attribute.name == "nullable") {
      variable.nullable = literal_bool(attribute, diags);
    } else if (attribute.name == "description") {
      variable.description = constant_text(attribute, diags);
    } else {
      unknown_argument("a variable", attribute, {"type", "default", "sensitive", "nullable", "description"},
                       diags);
    }
  }
  each_block(block.body, "validation", "a variable", diags,
             [&](const hcl::Block& inner) { add_validation(variable, name, inner, diags); });
  if (variable.sensitive) hide_literal(config, variable.default_value);
  config.variables.emplace(name, std::move(variable));
}

void add_output(Config& config, const hcl::Block& block, Diags& diags) {
  if (!has_labels(block, 1, "output \"name\" { value = … }", diags)) return;
  if (!has_name(block, 0, diags)) return;
  const std::string& name = block.labels[0].text;
  if (auto first = config.outputs.find(name); first != config.outputs.end()) {
    report_twice(block, name, first->second.range, diags);
    return;
  }
  Output output{.range = block.header};
  for (const auto& attribute : block.body.attributes) {
    if (attribute.name == "value") {
      output.value = attribute.value.get();
    } else if (attribute.name == "sensitive") {
      output.sensitive = literal_bool(attribute, diags);
    } else if (attribute.name == "description") {
      output.description = constant_text(attribute, diags);
    } else if (attribute.name == "depends_on") {
      output.depends_on = read_depends_on(attribute, diags);
    } else {
      unknown_argument("an output", attribute, {"value", "sensitive", "description", "depends_on"}, diags);
    }
  }
  each_block(block.body, "precondition", "an output", diags,
             [&](const hcl::Block& inner) { add_precondition(output, inner, diags); });
  if (output.value == nullptr) {
    diags.error(block.header, fmt::format("Output {} has no value", base::quote(name)), {}, "Add: value = …");
    return;
  }
  config.outputs.emplace(name, std::move(output));
}

}  // namespace waveform::planner
