#include "base/text.h"
#include "cmd/commands/commands.h"
#include "cmd/load_project.h"
#include "cmd/state_access.h"
#include "planner/eval/resource_values.h"
#include "planner/hcl/console_input.h"
#include "planner/hcl/console_text.h"
#include "planner/hcl/parser.h"
#include "planner/hcl/scope.h"
#include "state/store.h"

namespace waveform::cmd::commands {

namespace {

constexpr const char* kHelp =
    "Type an expression to print its value: 1 + 1, var.region, [for x in [1, 2] : x * 2].\n"
    "An open bracket continues on the next line. Resources have the attributes that the state\n"
    "remembers; the service is not called, and nothing is written.\n"
    "Type exit or ctrl-D to quit.\n";

enum class LineOutcome { Good, Bad, Exit };

LineOutcome answer(Session& session, planner::Configuration& configuration, const std::string& text) {
  auto word = base::trim(text);
  if (word == "exit") return LineOutcome::Exit;
  if (word.empty() || word == "help") {
    session.print(word.empty() ? "\n" : kHelp);
    return LineOutcome::Good;
  }
  const auto& source = configuration.manifest->sources.add("console", text + "\n");
  base::Diags diags;
  auto expr = hcl::parse_expression(source, diags);
  std::optional<std::string> printed;
  configuration.scope->budget()->renew();
  if (expr && !diags.has_errors()) printed = hcl::console_answer(*expr, *configuration.scope, diags);
  session.show(diags);
  if (!printed) return LineOutcome::Bad;
  session.print(*printed + "\n");
  return LineOutcome::Good;
}

// Resources have the attributes that the state remembers, else those of their blocks.
void show_remembered(planner::Configuration& configuration, const state::Snapshot& snapshot) {
  auto& scope = *configuration.scope;
  base::Diags unasked;  // an expression reports its errors when it is used
  for (const auto& address : configuration.resources.order) {
    const auto& instance = configuration.resources.instances.at(address);
    const auto& type = *instance.block->type;
    const auto known = snapshot.resources.find(address);
    scope.set_resource(
        address, known != snapshot.resources.end()
                     ? planner::remembered_value(type, known->second, known->second.attributes)
                     : planner::visible_value(
                           type, planner::evaluate_resource(address, instance, scope, unasked), {}, false));
  }
}

// The first prompt, and those of continuation lines: a dot per open bracket.
std::string prompt(const hcl::ConsoleInput& input) {
  return (input.open() == 0 ? ">" : std::string(static_cast<std::size_t>(input.open()), '.')) + " ";
}

int converse(Session& session, planner::Configuration& configuration) {
  auto& process = session.process();
  bool at_terminal = process.in_is_terminal && process.out_is_terminal;
  hcl::ConsoleInput input;
  LineOutcome last = LineOutcome::Good;
  bool any_bad = false;
  while (last != LineOutcome::Exit) {
    auto line = at_terminal ? process.edit_line(prompt(input)) : process.read_line();
    auto text = line ? input.add(*line) : input.open() > 0 ? std::optional(input.take()) : std::nullopt;
    if (line && !text) continue;
    if (process.interrupted()) return kInterrupted;
    last = text ? answer(session, configuration, *text) : LineOutcome::Exit;
    any_bad = any_bad || last == LineOutcome::Bad;
  }
  return any_bad && !at_terminal ? kFailed : kDone;
}

int run_console(Session& session) {
  auto backend = open_backend(session);
  auto snapshot = state::load(*backend);
  if (!snapshot) return session.fail(snapshot.error());
  base::Diags diags;
  // With an empty file, so that a manifest is not required.
  auto project =
      load(session, {.files = {.extra = {{"console", ""}}}, .missing = planner::Missing::Unknown}, diags);
  session.show(diags);
  if (diags.has_errors()) return kFailed;
  show_remembered(*project.configuration, *snapshot);
  return converse(session, *project.configuration);
}

}  // namespace

Command console() {
  return {"console",
          "console [flags]",
          "Evaluate expressions, from stdin or at a prompt.",
          "Expressions can use the variables and locals of the manifest in this directory, if there is one, "
          "and its resources as the state remembers them. Calls no service and writes nothing. Exits with 1 "
          "when a line read from a pipe is wrong.",
          manifest_flags() + std::vector<Flag>{state_file_flag()} + lock_flags(),
          0,
          run_console,
          {{"At a prompt", "waveform console"},
           {"For a script", "echo 'local.names' | waveform console"},
           {"With another value", "echo 'local.names' | waveform console -var=region=us-west-2"}}};
}

}  // namespace waveform::cmd::commands
