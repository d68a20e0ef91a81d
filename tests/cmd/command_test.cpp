#include "cmd/command.h"

#include <new>
#include <sstream>
#include <stdexcept>

#include <doctest/doctest.h>

#include "cmd/commands/commands.h"
#include "tests/support/fake_clock.h"
#include "tests/support/text.h"

namespace waveform::cmd {
namespace {

using waveform::test::has;

int show(Session& session, const std::string& name) {
  std::string words = name;
  for (const auto& word : session.arguments().positional()) words += " " + word;
  if (session.arguments().has("out")) words += " out=" + session.arguments().text("out");
  if (session.arguments().on("no-color")) words += " plain";
  session.print(words + "\n");
  return 7;
}

std::vector<Command> commands() {
  std::vector<Command> list;
  Command plan;
  plan.name = "plan";
  plan.usage = "plan [flags]";
  plan.summary = "Show it.";
  plan.text = "More about it.";
  plan.flags = {{"out", FlagKind::Text, "FILE", "Where to."}};
  plan.max_words = 2;
  plan.run = [](Session& session) { return show(session, "plan"); };
  list.push_back(plan);
  plan.name = plan.usage = "state list";
  plan.text = "";
  plan.flags = {};
  plan.run = [](Session& session) { return show(session, "state list"); };
  list.push_back(plan);
  plan.name = plan.usage = "state show";
  list.push_back(plan);
  plan.name = plan.usage = "help";
  plan.run = [](Session& session) {
    return show_help(commands(), session.arguments().positional(), session.process());
  };
  list.push_back(plan);
  return list;
}

struct Ran {
  int code;
  std::string out;
  std::string err;
};

Ran ran(const std::vector<std::string>& words, const std::vector<Command>& list = commands()) {
  base::MapEnvironment environment;
  base::FakeClock clock;
  std::ostringstream out, err;
  Process process{environment,
                  clock,
                  out,
                  err,
                  false,
                  false,
                  false,
                  {},
                  [] { return std::nullopt; },
                  [](const std::string&, bool) { return Answer(); },
                  [](const std::string&) { return std::nullopt; },
                  [] { return std::nullopt; },
                  [] { return false; },
                  {},
                  {}};
  int code = run(list, words, process);
  return {code, out.str(), err.str()};
}

Ran ran_plan(int (*run)(Session&)) {
  auto list = commands();
  list[0].run = run;
  return ran({"plan"}, list);
}

}  // namespace

TEST_CASE("a command of one or two words runs, and its code is the exit code") {
  CHECK(ran({"plan", "-out=x"}).out == "plan out=x\n");
  CHECK(ran({"plan"}).code == 7);
  CHECK(ran({"state", "list", "a"}).out == "state list a\n");
}

TEST_CASE("global flags stand before or after the command") {
  CHECK(ran({"-no-color", "plan"}).out == "plan plain\n");
  CHECK(ran({"plan", "--no-color", "-out", "x"}).out == "plan out=x plain\n");
  CHECK(ran({"state", "list", "-no-color"}).out == "state list plain\n");
}

TEST_CASE("an unknown command is an error with the nearest name; half a command lists the subcommands") {
  auto unknown = ran({"plann"});
  CHECK(unknown.code == kFailed);
  CHECK(unknown.err == "Error: There is no command \"plann\"\n  Did you mean \"plan\"?\n");
  CHECK(unknown.out == "");
  CHECK(has(ran({"frobnicate"}).err, "`waveform help` lists all commands."));
  auto half = ran({"state"});
  CHECK(half.code == kFailed);
  CHECK(has(half.err, "`waveform state` needs a subcommand"));
  CHECK(has(half.err, "waveform state list and waveform state show"));
  CHECK(ran({"plan", "-otu=x"}).err == "Error: There is no flag -otu\n  Did you mean -out?\n");
}

TEST_CASE("help comes on stdout: of the program, of a command, in every form") {
  auto overview = ran({"help"});
  CHECK(overview.code == kDone);
  CHECK(has(overview.out, "  plan                 Show it.\n"));
  CHECK(has(overview.out, "-chdir=DIR"));
  CHECK(ran({"-help"}).out == overview.out);
  CHECK(ran({"--help"}).out == overview.out);
  auto of_plan = ran({"plan", "-help"});
  CHECK(of_plan.code == kDone);
  CHECK(of_plan.out ==
        "Usage: waveform plan [flags]\n\nShow it.\n\nMore about it.\n\nFlags:\n"
        "  -out=FILE                  Where to.\n\n"
        "Global flags: -chdir=DIR, -profile=NAME, -no-color, -log-level=off|debug|trace,\n"
        "-log-file=FILE, -help and -version (`waveform help`).\n");
  CHECK(ran({"plan", "-h"}).out == of_plan.out);
  CHECK(ran({"help", "plan"}).out == of_plan.out);
  CHECK(has(ran({"help", "state", "list"}).out, "Usage: waveform state list\n"));
  CHECK(ran({"help", "plann"}).code == kFailed);
  CHECK(ran({"state", "-h"}).out ==
        "Commands:\n  state list           Show it.\n  state show           Show it.\n");
  CHECK(ran({"-h"}).out == overview.out);
}

TEST_CASE("a word of Terraform's is refused with what to do instead") {
  auto init = ran({"init", "-upgrade"});
  CHECK(init.code == kFailed);
  CHECK(init.err ==
        "Error: There is no command \"init\"\n"
        "  There is nothing to initialise: no plugins, no backend. Start with `waveform plan`.\n");
  CHECK(ran({"init", "-h"}).err == init.err);
  CHECK(has(ran({"workspace", "list"}).err, "-state=FILE"));
  CHECK(has(ran({"state", "pull"}).err, "waveform.state.json"));
}

TEST_CASE("without a command the overview comes on stderr, as an error") {
  auto nothing = ran({});
  CHECK(nothing.code == kFailed);
  CHECK(nothing.out == "");
  CHECK(has(nothing.err, "Usage: waveform [global flags] COMMAND"));
}

TEST_CASE("the program's own commands have names, summaries and flags of their own") {
  std::set<std::string> names;
  for (const auto& command : commands::all()) {
    INFO(command.name);
    CHECK(names.insert(command.name).second);
    CHECK(command.usage.starts_with(command.name));
    CHECK(command.summary.ends_with('.'));
    CHECK((command.run != nullptr));
    std::set<std::string> flags;
    for (const auto& flag : global_flags()) flags.insert(flag.name);
    for (const auto& flag : command.flags) {
      INFO(flag.name);
      CHECK(flags.insert(flag.name).second);
      CHECK(!flag.help.empty());
      CHECK((flag.kind == FlagKind::Switch) == flag.value.empty());
    }
    CHECK(ran({"help", command.name}, commands::all()).code == kDone);
  }
  CHECK(ran({"--version"}, commands::all()).code == kDone);
}

TEST_CASE("an exception of a command is an error with a hint, and the exit code says so") {
  auto low = ran_plan([](Session&) -> int { throw std::bad_alloc(); });
  CHECK(low.code == kFailed);
  CHECK(low.err ==
        "Error: There is not enough memory\n"
        "  The state and its journal have all completed changes. Run the command again. If it fails again, "
        "raise the memory limit of the process (`ulimit -v`).\n");
  auto odd = ran_plan([](Session&) -> int { throw std::out_of_range("map::at"); });
  CHECK(odd.code == kFailed);
  CHECK(has(odd.err, "Error: Unexpected error: map::at\n"));
}

}  // namespace waveform::cmd
