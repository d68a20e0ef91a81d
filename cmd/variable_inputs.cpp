#include "cmd/variable_inputs.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "planner/config/variables.h"

namespace waveform::cmd {

using planner::VariableInput;

namespace {

std::vector<std::string> names_in_this_directory() {
  std::vector<std::string> names;
  std::error_code error;  // the manifest's reader reports errors of the directory
  for (std::filesystem::directory_iterator it(".", error), end; !error && it != end; it.increment(error))
    names.push_back(it->path().filename().string());
  return names;
}

void add_flag(const std::string& value, planner::VariableInputs& inputs) {
  auto equals = value.find('=');
  std::string name = value.substr(0, equals);
  inputs.given.push_back({.from = VariableInput::From::CommandLine,
                          .origin = "-var " + name,
                          .name = name,
                          .text = value.substr(equals + 1)});
}

// Empty at the end of the input, and after refused input.
std::optional<std::string> ask_for_value(Session& session, const std::string& name,
                                         const planner::Variable& variable, base::Diags& diags) {
  auto style = session.err_style();
  std::string question =
      fmt::format("{}\n", style.paint(render::Ink::Strong, "var." + base::printable(name)));
  std::string description = planner::description_of(variable);
  for (auto line : base::split(description, '\n'))
    if (!line.empty()) question += fmt::format("  {}\n", base::printable(line));
  question += variable.sensitive ? "  Value (not shown): " : "  Value: ";
  Answer answer = session.process().ask(question, !variable.sensitive);
  // Echoed input already has its line end.
  session.say(answer.kind != Answer::Kind::End && !variable.sensitive ? "\n" : "\n\n");
  if (answer.kind == Answer::Kind::Line) return std::move(answer.text);
  if (answer.kind == Answer::Kind::End) return std::nullopt;
  const bool lines = answer.kind == Answer::Kind::SeveralLines;
  diags.error(variable.range,
              fmt::format("The input for {} has {}", base::printable(name),
                          lines ? "several lines" : "a control character, such as that of an arrow key"),
              "It was discarded.", fmt::format("Use -var-file or TF_VAR_{}.", name));
  return std::nullopt;
}

}  // namespace

planner::VariableInputs variable_inputs(Session& session) {
  planner::VariableInputs inputs;
  const auto add_file = [&](const std::string& flag, const std::string& name) {
    inputs.given.push_back({.from = VariableInput::From::File, .origin = flag, .name = name});
  };
  for (const std::string prefix : {"TF_VAR_", "WAVEFORM_VAR_"}) {
    for (const auto& [name, text] : session.process().environment.with_prefix(prefix)) {
      inputs.given.push_back(
          {.from = VariableInput::From::Environment, .origin = prefix + name, .name = name, .text = text});
    }
  }
  for (const auto& name : automatic_files(names_in_this_directory())) add_file("", name);
  for (const auto& [flag, value] : session.arguments().in_order()) {
    if (flag == "var") add_flag(value, inputs);
    if (flag == "var-file") add_file("-var-file: ", value);
  }
  if (session.can_ask_for_values()) {
    inputs.ask = [&session](const std::string& name, const planner::Variable& variable, base::Diags& heard) {
      return ask_for_value(session, name, variable, heard);
    };
  }
  return inputs;
}

std::vector<std::string> automatic_files(std::vector<std::string> names) {
  std::vector<std::string> found;
  std::sort(names.begin(), names.end());
  const auto take = [&](const auto& is_wanted) {
    std::copy_if(names.begin(), names.end(), std::back_inserter(found), is_wanted);
  };
  for (const std::string name :
       {"terraform.tfvars", "terraform.tfvars.json", "waveform.wfvars", "waveform.wfvars.json"})
    take([&](const std::string& other) { return other == name; });
  for (const std::string ending : {".auto.tfvars", ".auto.wfvars"})
    take([&](const std::string& other) {
      return other.ends_with(ending) || other.ends_with(ending + ".json");
    });
  return found;
}

}  // namespace waveform::cmd
