#include "cmd/flags.h"

#include <doctest/doctest.h>

namespace waveform::cmd {
namespace {

using Words = std::vector<std::string>;

const std::vector<Flag> kFlags = {{"out", FlagKind::Text, "FILE", ""},
                                  {"refresh", FlagKind::Switch, "", ""},
                                  {"var", FlagKind::Repeated, "NAME=VALUE", ""},
                                  {"var-file", FlagKind::Repeated, "FILE", ""},
                                  {"f", FlagKind::Repeated, "FILE", ""}};

Arguments parsed(const Words& words) {
  auto arguments = parse_flags(kFlags, words);
  REQUIRE_MESSAGE(arguments, arguments.error().message);
  return *arguments;
}

std::string refused(const Words& words) {
  auto arguments = parse_flags(kFlags, words);
  REQUIRE(!arguments);
  CHECK(arguments.error().kind == base::ErrorKind::Invalid);
  return arguments.error().message + ". " + arguments.error().hint;
}

}  // namespace

TEST_CASE("a value follows an equals sign or is the next word, after one dash or two") {
  for (const Words& words : {Words{"-out=x"}, Words{"-out", "x"}, Words{"--out=x"}, Words{"--out", "x"},
                             Words{"-out=y", "-out=x"}}) {
    CHECK(parsed(words).text("out") == "x");
    CHECK(parsed(words).positional().empty());
  }
  CHECK(parsed({"-out=a=b"}).text("out") == "a=b");
  CHECK(parsed({"-out", "-x"}).text("out") == "-x");
  CHECK(parsed({}).text("out", "otherwise") == "otherwise");
  CHECK(!parsed({}).has("out"));
}

TEST_CASE("a missing or empty value is an error") {
  CHECK(refused({"-out", "-refresh"}) == "-out needs a value, and -refresh is a flag. Write -out=FILE.");
  CHECK(refused({"-out="}) ==
        "-out has an empty value. If it comes from an environment variable, check that it is set.");
  CHECK(refused({"-f", ""}).starts_with("-f has an empty value."));
}

TEST_CASE("the next word is never the value of a switch") {
  CHECK(parsed({"-refresh"}).on("refresh"));
  CHECK(parsed({"--refresh=true"}).on("refresh"));
  CHECK(!parsed({"-refresh=false"}).on("refresh", true));
  CHECK(parsed({"-refresh", "false"}).on("refresh"));
  CHECK(parsed({"-refresh", "false"}).positional() == Words{"false"});
  CHECK(parsed({}).on("refresh", true));
  CHECK(!parsed({"-refresh", "-refresh=false"}).on("refresh"));
}

TEST_CASE("repeated flags keep their order, among each other too") {
  auto arguments = parsed({"-var", "a=1", "-var-file=f", "-var=b=2 3", "word", "-f", "x", "-f=y"});
  CHECK(arguments.all("var") == Words{"a=1", "b=2 3"});
  CHECK(arguments.all("f") == Words{"x", "y"});
  CHECK(arguments.positional() == Words{"word"});
  using Pair = std::pair<std::string, std::string>;
  CHECK(arguments.in_order() ==
        std::vector<Pair>{{"var", "a=1"}, {"var-file", "f"}, {"var", "b=2 3"}, {"f", "x"}, {"f", "y"}});
}

TEST_CASE("positional words: an empty one, a lone dash, and words after two dashes") {
  CHECK(parsed({"", "a b", "-"}).positional() == Words{"", "a b", "-"});
  CHECK(parsed({"-refresh", "--", "-out"}).positional() == Words{"-out"});
}

TEST_CASE("an unknown flag is an error with the nearest name; there are no short forms") {
  CHECK(refused({"-refesh"}) == "there is no flag -refesh. Did you mean -refresh?");
  CHECK(refused({"--varfile=x"}) == "there is no flag -varfile. Did you mean -var-file?");
  CHECK(refused({"-colour"}) == "there is no flag -colour. See -help for the flags of this command.");
  CHECK(refused({"-r"}).starts_with("there is no flag -r."));
  CHECK(parse_flags({{"help"}}, {"-h"})->on("help"));
  CHECK(refused({"-x\x1b[2J=secret"}) ==
        "there is no flag -x\\u001b[2J. See -help for the flags of this command.");
}

TEST_CASE("a value that is missing or no switch's is an error") {
  CHECK(refused({"-out"}) == "-out needs a value. Write -out=FILE.");
  CHECK(refused({"-var", "rate", "5"}) == "-var needs a name and a value. Write -var NAME=VALUE.");
  CHECK(refused({"-refresh=no"}) == "-refresh does not take this value. Write -refresh or -refresh=false.");
}

TEST_CASE("only the fixed values in the table are accepted") {
  const std::vector<Flag> flags = {{"format", FlagKind::Text, "text|json|markdown", ""}};
  CHECK(parse_flags(flags, {"-format=json"})->text("format") == "json");
  auto refusal = parse_flags(flags, {"-format=xml"});
  REQUIRE(!refusal);
  CHECK(refusal.error().message == "-format cannot be \"xml\"");
  CHECK(refusal.error().hint == "Use text, json or markdown.");
  CHECK(fixed_values("FILE").empty());
  CHECK(fixed_values("FILE|DIR").empty());
}

TEST_CASE("the command is the first word that no global flag takes") {
  const std::vector<Flag> global = {{"chdir", FlagKind::Text, "DIR", ""},
                                    {"no-color", FlagKind::Switch, "", ""}};
  CHECK(find_command(global, {"plan", "-out", "x"}) == 0);
  CHECK(find_command(global, {"-chdir", "directory", "plan"}) == 2);
  CHECK(find_command(global, {"-chdir=directory", "plan"}) == 1);
  CHECK(find_command(global, {"--no-color", "plan"}) == 1);
  CHECK(find_command(global, {"-what", "plan"}) == 1);
  CHECK(find_command(global, {"-chdir"}) >= 1);
  CHECK(find_command(global, {}) == 0);
}

}  // namespace waveform::cmd
