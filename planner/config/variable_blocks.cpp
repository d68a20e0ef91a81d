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

// Whether the block has a name that no other one has.
template <typename Blocks>
bool is_first_of_name(const hcl::Block& block, const char* form, const Blocks& others, Diags& diags) {
  if (!has_labels(block, 1, form, diags) || !has_name(block, 0, diags)) return false;
  const std::string& name = block.labels[0].text;
  const auto first = others.find(name);
  if (first == others.end()) return true;
  diags.error(block.header, fmt::format("{} {} is declared twice", block.type, base::quote(name)),
              fmt::format("The first is at {}.", base::where(first->second.range)));
  return false;
}

}  // namespace

std::optional<Condition> read_condition(const hcl::Block& block, Diags& diags) {
  if (!has_labels(block, 0, (block.type + " { condition = …, error_message = … }").c_str(), diags))
    return std::nullopt;
  read_blocks("a " + block.type, block.body, {}, diags);
  Condition read{.range = block.header};
  read_arguments("a " + block.type, block.body,
                 {expression("condition", read.condition), expression("error_message", read.error_message)},
                 diags);
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
  if (!is_first_of_name(block, "variable \"name\" { … }", config.variables, diags)) return;
  const std::string& name = block.labels[0].text;
  if (std::find(std::begin(kReserved), std::end(kReserved), name) != std::end(kReserved))
    diags.error(block.labels[0].range, fmt::format("A variable cannot be named {}", base::quote(name)),
                "The name is reserved in module blocks.");
  Variable variable{.range = block.header, .type = {}};
  read_arguments(
      "a variable", block.body,
      {{"type", [&](const auto& argument) { variable.type = hcl::parse_type(*argument.value, diags); }},
       expression("default", variable.default_value),
       {"sensitive", [&](const auto& argument) { variable.sensitive = literal_bool(argument, diags); }},
       {"nullable", [&](const auto& argument) { variable.nullable = literal_bool(argument, diags); }},
       {"description", [&](const auto& argument) { variable.description = constant_text(argument, diags); }}},
      diags);
  read_blocks("a variable", block.body,
              {{"validation", [&](const auto& inner) { add_validation(variable, name, inner, diags); }}},
              diags);
  if (variable.sensitive) hide_literal(config, variable.default_value);
  config.variables.emplace(name, std::move(variable));
}

void add_output(Config& config, const hcl::Block& block, Diags& diags) {
  if (!is_first_of_name(block, "output \"name\" { value = … }", config.outputs, diags)) return;
  const std::string& name = block.labels[0].text;
  Output output{.range = block.header};
  read_arguments(
      "an output", block.body,
      {expression("value", output.value),
       {"sensitive", [&](const auto& argument) { output.sensitive = literal_bool(argument, diags); }},
       {"description", [&](const auto& argument) { output.description = constant_text(argument, diags); }},
       {"depends_on", [&](const auto& argument) { output.depends_on = read_depends_on(argument, diags); }}},
      diags);
  read_blocks("an output", block.body,
              {{"precondition", [&](const auto& inner) { add_precondition(output, inner, diags); }}}, diags);
  if (output.value == nullptr) {
    diags.error(block.header, fmt::format("Output {} has no value", base::quote(name)), {}, "Add: value = …");
    return;
  }
  config.outputs.emplace(name, std::move(output));
}

}  // namespace waveform::planner
