#include "planner/config/variable_values.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/evaluate.h"
#include "planner/hcl/json_tree.h"
#include "planner/hcl/parser.h"

namespace waveform::planner {

using base::Diags;

namespace {

using VariableValues = std::map<std::string, VariableValue>;

// Replaces quoted parts, which are pieces of the source, by "…". Keeps punctuation and names of variables.
std::string without_words(std::string_view text, const Config& config) {
  if (text.find("\\\"") != std::string_view::npos) return "The value of a variable cannot be read";
  std::string out;
  bool quoted = false;
  for (auto part : base::split(text, '"')) {
    if (!out.empty() || quoted) out += '"';
    bool is_sign = part.size() <= 3 && std::none_of(part.begin(), part.end(), [](unsigned char c) {
                     return std::isalnum(c) || c >= 0x80;
                   });
    bool is_known = config.variables.contains(part);
    out += quoted && !is_sign && !is_known ? std::string("…") : std::string(part);
    quoted = !quoted;
  }
  return out;
}

// Values can be secret: their errors do not show the line.
void append_unseen(Diags& diags, const Diags& faults, const Config& config) {
  for (auto diag : faults.list()) {
    const bool is_whole = !diag.detail.empty() && !diag.hint.empty();
    diag.hint = diag.is_open ? diag.detail + (is_whole ? " " : "") + diag.hint : "";
    if (diag.range.source != nullptr) {
      auto place = base::position(*diag.range.source, diag.range.begin);
      diag.detail = fmt::format("At {}:{}:{}. The line is not shown: it may contain a secret.",
                                base::printable(diag.range.source->name), place.line, place.column);
    }
    diag.summary = without_words(diag.summary, config);
    diag.values.clear();
    diag.range = {};
    diags.add(std::move(diag));
  }
}

void append(Diags& diags, Diags faults, bool may_be_secret, const Config& config) {
  if (may_be_secret) return append_unseen(diags, faults, config);
  diags.append(std::move(faults));
}

bool has_secrets(const Config& config) {
  return std::any_of(config.variables.begin(), config.variables.end(),
                     [](const auto& entry) { return entry.second.sensitive; });
}

std::string near_variable(const Config& config, const std::string& name) {
  std::vector<std::string> known;
  for (const auto& [other, variable] : config.variables) known.push_back(other);
  return base::did_you_mean(name, known);
}

VariableValues read_json(const base::Source& source, Diags& diags) {
  VariableValues given;
  auto root = hcl::parse_json_tree(source, diags);
  if (!root) return given;
  if (!root->is_object()) {
    diags.error(root->range, "A file of variables must be one object", {}, "Write: {\"name\": value}");
    return given;
  }
  for (const auto& member : root->members())
    if (member.key != "//")  // a comment
      given[member.key] = {hcl::with_own_type(member.value.value()), member.value.range, {}};
  return given;
}

VariableValues read_native(const base::Source& source, Diags& diags) {
  VariableValues given;
  auto body = hcl::parse_native(source, diags);
  for (const auto& block : body.blocks) {
    bool declares = block.type == "variable" && block.labels.size() == 1;
    diags.error(block.header, "A file of variables cannot have blocks",
                declares ? "Variables are declared in the manifest." : "",
                declares ? fmt::format("Write: {} = value", block.labels[0].text) : "Write: name = value");
  }
  for (const auto& attribute : body.attributes)
    given[attribute.name] = {evaluate_plain(*attribute.value, diags), attribute.value->range, {}};
  return given;
}

// By its name; the name of a pipe (-var-file=<(…)) is arbitrary.
bool is_json(const base::Source& source) {
  if (source.name.ends_with(".json")) return true;
  bool native = source.name.ends_with(".tfvars") || source.name.ends_with(".wfvars");
  return !native && base::trim(source.text).starts_with('{');
}

// Without their lines: a secret with a mistyped name is still secret.
void warn_of_unknown(const Config& config, const base::Source& file, const VariableValues& unknown,
                     Diags& diags) {
  constexpr std::size_t kShown = 5;
  if (unknown.empty()) return;
  std::vector<std::string> names, lines;
  for (const auto& [name, value] : unknown) {
    if (names.size() == kShown) {
      names.push_back(fmt::format("{} more", unknown.size() - kShown));
      break;
    }
    names.push_back(base::quote(name));
    lines.push_back(std::to_string(base::position(file, value.range.begin).line));
  }
  bool one = unknown.size() == 1;
  diags.warning({},
                one ? fmt::format("No variable is named {}", names[0])
                    : fmt::format("No variables are named {}", base::enumerate(names)),
                fmt::format("{} in {}, {} {}.", one ? "It is" : "They are", base::printable(file.name),
                            lines.size() == 1 ? "line" : "lines", base::enumerate(lines)),
                near_variable(config, unknown.begin()->first));
}

void add_file(const Config& config, const base::Source& file, bool manifest_is_complete,
              VariableValues& given, Diags& diags) {
  Diags faults;
  VariableValues of_file = is_json(file) ? read_json(file, faults) : read_native(file, faults);
  append(diags, std::move(faults), has_secrets(config), config);
  VariableValues unknown;
  for (auto& [name, value] : of_file)
    (config.variables.contains(name) ? given : unknown)[name] = std::move(value);
  if (manifest_is_complete) warn_of_unknown(config, file, unknown, diags);
}

void add_text(const Config& config, const VariableInput& input, bool manifest_is_complete,
              VariableValues& given, base::Sources& sources, Diags& diags) {
  auto variable = config.variables.find(input.name);
  if (variable != config.variables.end() && input.from == VariableInput::From::Plan) {
    given[input.name] = {hcl::with_own_type(input.value), {}, input.origin};
  } else if (variable != config.variables.end()) {
    given[input.name] = read_text(variable->second, input.origin, input.text, sources, diags);
  } else if (input.from == VariableInput::From::CommandLine && manifest_is_complete) {
    const bool has_space = base::trim(input.name) != input.name;
    diags.error({}, fmt::format("-var {}: no such variable is declared", base::quote(input.name)),
                has_space ? "There is a space before or after the name." : "",
                has_space && config.variables.contains(base::trim(input.name))
                    ? fmt::format("Write -var={}=VALUE.", base::trim(input.name))
                    : near_variable(config, std::string(base::trim(input.name))));
  }
}

}  // namespace

hcl::Typed evaluate_plain(const hcl::Expr& expr, Diags& diags) {
  static const hcl::NoNames none("A variable's value");
  if (const auto* call = hcl::find_call(expr)) {
    diags.error(call->name_range, "Function calls are not allowed here",
                "The value of a variable cannot call functions.",
                "Use a plain value, and call the function in a local.");
    return hcl::unknown();
  }
  return hcl::check_names(expr, none, diags) ? hcl::evaluate(expr, none, diags) : hcl::unknown();
}

VariableValue read_text(const Variable& variable, const std::string& origin, const std::string& text,
                        base::Sources& sources, Diags& diags) {
  if (!base::is_utf8(text)) {
    diags.error({}, fmt::format("{} is not UTF-8", origin));
    return {hcl::unknown(), {}, origin};
  }
  if (!variable.type || variable.type->is_scalar()) return {hcl::typed(text), {}, origin};
  const auto& source = sources.add(origin, text);
  Diags faults;
  auto expr = hcl::parse_expression(source, faults);
  hcl::Typed value = expr ? evaluate_plain(*expr, faults) : hcl::unknown();
  append(diags, std::move(faults), variable.sensitive, Config());
  return {std::move(value), {}, origin};
}

VariableValues read_inputs(const Config& config, const VariableInputs& inputs, base::Sources& sources,
                           Diags& diags) {
  VariableValues given;
  for (const auto& input : inputs.given) {
    if (input.file != nullptr) {
      add_file(config, *input.file, inputs.manifest_is_complete, given, diags);
    } else {
      add_text(config, input, inputs.manifest_is_complete, given, sources, diags);
    }
  }
  return given;
}

}  // namespace waveform::planner
