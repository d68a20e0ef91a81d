#include "planner/variables.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/convert.h"
#include "planner/hcl/evaluate.h"
#include "planner/hcl/json_tree.h"
#include "planner/hcl/parser.h"

namespace waveform::planner {

using base::Diags;
using base::Value;
using hcl::Typed;

namespace {

// Defaults and variable files are plain values.
const hcl::NoNames& no_names() {
  static const hcl::NoNames none("A variable's value");
  return none;
}

std::vector<std::string> names_of(const Config& config) {
  std::vector<std::string> names;
  for (const auto& [name, variable] : config.variables) names.push_back(name);
  return names;
}

// Texts of variables may hold secrets: what is wrong with one is told without showing a line of it.
void append_unseen(Diags& diags, const Diags& of_text) {
  for (auto diag : of_text.list()) {
    if (diag.range.source != nullptr) {
      auto place = base::position(*diag.range.source, diag.range.begin);
      diag.detail = fmt::format("At {}:{}:{}. The line is not shown: it may hold a secret.",
                                base::printable(diag.range.source->name), place.line, place.column);
    }
    // Quoted is a piece of the text.
    if (diag.summary.find('"') != std::string::npos) diag.summary = "The value of a variable cannot be read";
    diag.hint.clear();
    diag.range = {};
    diags.add(std::move(diag));
  }
}

bool has_secrets(const Config& config) {
  return std::any_of(config.variables.begin(), config.variables.end(),
                     [](const auto& entry) { return entry.second.sensitive; });
}

// A text from outside: as it stands for scalars, an expression for everything else.
Typed from_text(const Variable& variable, const std::string& origin, const std::string& text,
                base::Sources& sources, Diags& diags) {
  bool scalar = !variable.type || variable.type->is_scalar() || variable.type->is_any();
  if (scalar) return hcl::typed(text);
  const auto& source = sources.add(origin, text);
  Diags of_text;
  auto expr = hcl::parse_expression(source, of_text);
  Typed value = expr ? hcl::evaluate(*expr, no_names(), of_text) : hcl::unknown();
  if (variable.sensitive) {
    append_unseen(diags, of_text);
  } else {
    diags.append(std::move(of_text));
  }
  return value;
}

struct Given {
  Typed value;
  base::Range range;
  std::string origin;
};
using AllGiven = std::map<std::string, Given>;

void read_json_file(const base::Source& source, AllGiven& given, Diags& diags) {
  auto root = hcl::parse_json_tree(source, diags);
  if (!root) return;
  if (!root->is_object()) {
    diags.error(root->range, "A file of variables must be one object", {}, "Write: {\"name\": value}");
    return;
  }
  for (const auto& member : root->members())
    given[member.key] = {hcl::with_own_type(member.value.value()), member.value.range, {}};
}

void read_file(const base::Source& source, AllGiven& given, Diags& diags) {
  if (source.name.ends_with(".json")) return read_json_file(source, given, diags);
  auto body = hcl::parse_native(source, diags);
  for (const auto& block : body.blocks)
    diags.error(block.header, "A file of variables has no blocks", {}, "Write: name = value");
  for (const auto& attribute : body.attributes) {
    given[attribute.name] = {hcl::evaluate(*attribute.value, no_names(), diags), attribute.value->range, {}};
  }
}

AllGiven gather(const Config& config, const VariableInputs& inputs, base::Sources& sources, Diags& diags) {
  AllGiven given;
  auto known = names_of(config);
  for (const auto& [name, text] : inputs.environment) {
    auto variable = config.variables.find(name);
    if (variable == config.variables.end()) continue;
    std::string origin = "TF_VAR_" + name;
    given[name] = {from_text(variable->second, origin, text, sources, diags), {}, origin};
  }
  for (const auto& argument : inputs.arguments) {
    if (const auto* file = std::get_if<const base::Source*>(&argument)) {
      AllGiven of_file;
      Diags faults;
      read_file(**file, of_file, faults);
      if (has_secrets(config)) {
        append_unseen(diags, faults);
      } else {
        diags.append(std::move(faults));
      }
      for (auto& [name, value] : of_file) {
        if (!config.variables.contains(name)) {
          // Without its line: a secret whose name is mistyped is still a secret.
          diags.warning({}, fmt::format("No variable is called {}", base::quote(name)),
                        fmt::format("It stands in {}, line {}.", base::printable((*file)->name),
                                    base::position(**file, value.range.begin).line),
                        base::did_you_mean(name, known));
          continue;
        }
        given[name] = std::move(value);
      }
      continue;
    }
    const auto& [name, text] = std::get<VariableArgument>(argument);
    auto variable = config.variables.find(name);
    if (variable == config.variables.end()) {
      diags.error({}, fmt::format("-var {}: no variable is called so", base::printable(name)), {},
                  base::did_you_mean(name, known));
      continue;
    }
    std::string origin = "-var " + name;
    given[name] = {from_text(variable->second, origin, text, sources, diags), {}, origin};
  }
  return given;
}

Typed convert_value(const std::string& name, const Variable& variable, Given given, Diags& diags) {
  Typed value = std::move(given.value);
  if (variable.type) {
    auto converted = hcl::convert(value, *variable.type);
    if (!converted) {
      // The line of a secret's value is not shown.
      bool show_value = given.range.source != nullptr && !variable.sensitive;
      base::Range place = show_value ? given.range : variable.range;
      std::string from = given.origin.empty() ? "" : " from " + given.origin;
      diags.error(place,
                  fmt::format("The value of var.{}{} does not fit {}", name, from, variable.type->text()),
                  converted.error().message);
      return hcl::unknown();
    }
    value = *std::move(converted);
  }
  return variable.sensitive ? value.with_marks(Value::Sensitive) : value;
}

}  // namespace

Variables resolve_variables(const Config& config, const VariableInputs& inputs, base::Sources& sources,
                            Missing on_missing, Diags& diags) {
  AllGiven given = gather(config, inputs, sources, diags);
  Variables values;
  std::vector<std::string> missing;
  base::Range first_missing;
  for (const auto& [name, variable] : config.variables) {
    Given value;
    if (auto found = given.find(name); found != given.end()) {
      value = std::move(found->second);
    } else if (variable.default_value != nullptr) {
      value = {hcl::evaluate(*variable.default_value, no_names(), diags), variable.default_value->range, {}};
    } else {
      if (missing.empty()) first_missing = variable.range;
      missing.push_back(name);
      value.value = hcl::unknown(variable.type.value_or(hcl::Type()));
    }
    bool unknown = value.value.value.is_unknown();
    values.emplace(name, unknown ? value.value.with_marks(variable.sensitive ? Value::Sensitive : 0)
                                 : convert_value(name, variable, std::move(value), diags));
  }
  if (!missing.empty() && on_missing == Missing::Error) {
    diags.error(
        first_missing, fmt::format("No value for {}", base::enumerate(missing)), {},
        fmt::format("Give each with -var {}=…, with -var-file FILE, as TF_VAR_{}, or give it a default.",
                    missing[0], missing[0]));
  }
  return values;
}

}  // namespace waveform::planner
