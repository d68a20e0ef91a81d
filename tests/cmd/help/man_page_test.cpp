#include "cmd/help/man_page.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "cmd/commands/commands.h"
#include "tests/support/golden.h"
#include "tests/support/program.h"
#include "waveform_version.h"

namespace waveform::cmd {

TEST_CASE("the manual page is generated from the table, with roff escaped") {
  std::vector<Command> commands;
  Command show;
  show.name = "state show";
  show.usage = "state show [flags] ADDRESS";
  show.summary = "Show one: `-json` prints it.";
  show.text = ".hidden first.\nIt isn't ~ or ^ or \\n.";
  show.flags = {{"out-file", FlagKind::Text, "FILE", "Where to."}, {"json", FlagKind::Switch, "", "JSON."}};
  show.examples = {{"One", "waveform state show -json a.b"}};
  commands.push_back(show);
  auto page = man_page(commands);
  const std::string version = WAVEFORM_VERSION;
  page.replace(page.find(version), version.size(), "VERSION");
  test::check_golden("tests/cmd/golden/waveform.1", page);
}

TEST_CASE("mandoc finds no fault in the manual page") {
  test::TemporaryDirectory directory;
  directory.write("waveform.1", man_page(commands::all()));
  test::RunOptions options;
  options.directory = directory.path();
  auto sh = [&](const std::string& line) { return test::run_program("/bin/sh", {"-c", line}, options); };
  // The page has no date, so that two builds are the same.
  CHECK(sh("mandoc -T lint -W style waveform.1 | grep -v 'missing date'").all() == "");
  auto shown = sh("mandoc -T ascii waveform.1 | sed 's,.\\x08,,g'").out;
  CHECK(shown.find("-var-file=FILE") != std::string::npos);
}

}  // namespace waveform::cmd
