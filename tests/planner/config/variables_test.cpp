#include "planner/config/variables.h"

#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using base::Value;

// VariableSet of a manifest and what is given for them.
struct VariableSet {
  explicit VariableSet(const std::string& text)
      : manifest(load_manifest(in_memory({{"main.wf.hcl", text}}), {}, provider::services::catalog(), diags)),
        sources(manifest->sources) {
    REQUIRE(!diags.has_errors());
  }
  VariableSet& env(const std::string& name, const std::string& text) {
    inputs.given.push_back(
        {.from = VariableInput::From::Environment, .origin = "TF_VAR_" + name, .name = name, .text = text});
    return *this;
  }
  VariableSet& var(const std::string& name, const std::string& text) {
    inputs.given.push_back(
        {.from = VariableInput::From::CommandLine, .origin = "-var " + name, .name = name, .text = text});
    return *this;
  }
  VariableSet& var_file(const std::string& name, const std::string& text) {
    inputs.given.push_back({.from = VariableInput::From::File, .file = &sources.add(name, text)});
    return *this;
  }
  // What is typed when the program asks; the input ends behind the last.
  VariableSet& answers(std::vector<std::string> texts) {
    inputs.ask = [this, texts, next = std::size_t{0}](const std::string& name, const Variable& variable,
                                                      base::Diags&) mutable {
      asked += name + (variable.sensitive ? "* " : " ");
      return next < texts.size() ? std::optional(texts[next++]) : std::nullopt;
    };
    return *this;
  }
  Value::Map values(Missing missing = Missing::Error) {
    Value::Map plain;
    for (const auto& [name, value] : resolve_variables(manifest->config, inputs, sources, missing, diags))
      plain.emplace(name, value.value);
    return plain;
  }
  std::string said() {
    values();
    return complaints(std::move(diags));
  }

  base::Diags diags;
  std::unique_ptr<Manifest> manifest;
  base::Sources& sources;
  VariableInputs inputs;
  std::string asked;
};

constexpr const char* kX = "variable \"x\" {\n  default = \"default\"\n}\n";

}  // namespace

TEST_CASE("what is given is above the default, and what is given later above what is given earlier") {
  CHECK(VariableSet(kX).values().at("x") == Value("default"));
  CHECK(VariableSet(kX).env("x", "env").values().at("x") == Value("env"));
  CHECK(VariableSet(kX).env("x", "env").var("x", "var").values().at("x") == Value("var"));
  CHECK(VariableSet(kX).var("x", "1").var("x", "2").values().at("x") == Value("2"));
  CHECK(VariableSet(kX).var_file("f.tfvars", "x = \"file\"").var("x", "var").values().at("x") ==
        Value("var"));
  CHECK(VariableSet(kX).var("x", "var").var_file("f.tfvars", "x = \"file\"").values().at("x") ==
        Value("file"));
  CHECK(VariableSet(kX)
            .var_file("a.tfvars", "x = \"a\"")
            .var_file("b.tfvars.json", "{\"x\": \"b\"}")
            .values()
            .at("x") == Value("b"));
}

TEST_CASE("texts are taken as they stand for scalars and as expressions for everything else") {
  VariableSet given(
      "variable \"s\" {\n  type = string\n}\nvariable \"n\" {\n  type = number\n}\n"
      "variable \"b\" {\n  type = bool\n}\nvariable \"l\" {\n  type = list(string)\n}\n"
      "variable \"m\" {\n  type = map(number)\n}\nvariable \"none\" {}\n"
      "variable \"any\" {\n  type = any\n}\n");
  given.var("s", "[1, \"${x}\"]")
      .var("n", "12")
      .var("b", "true")
      .var("l", "[\"a\", 1]")
      .env("m", "{ k = 2 }");
  auto values = given.var("none", "[1]").var("any", "[1]").values();
  CHECK(complaints(given.diags) == "");
  CHECK(values.at("s") == Value("[1, \"${x}\"]"));
  CHECK(values.at("n") == Value(12));
  CHECK(values.at("b") == Value(true));
  CHECK(values.at("l") == Value(Value::List{"a", "1"}));
  CHECK(values.at("m") == Value(Value::Map{{"k", 2}}));
  CHECK(values.at("none") == Value("[1]"));
  CHECK(values.at("any") == Value(Value::List{1}));
  CHECK(has(VariableSet("variable \"any\" {\n  type = any\n}\n").var("any", "text").said(),
            "References are not allowed here"));
  CHECK(has(VariableSet(kX).var("x", "\xff").said(), "Error: -var x is not UTF-8"));
}

TEST_CASE("a number with leading zeros is reported at its place, wherever a string is made of it") {
  const std::string text = "variable \"x\" {\n  type = string\n}\n";
  const std::string list = "variable \"x\" {\n  type = list(string)\n}\n";
  VariableSet file(text);
  const std::string said = file.var_file("f.tfvars", "x = 012345678901\n").said();
  CHECK(file.values().at("x") == Value("12345678901"));
  CHECK(has(said, "Warning: A number loses its leading zeros without quotes\n  at f.tfvars:1:5\n"));
  CHECK(has(said, "where 012345678901 is the number 12345678901\n"));
  CHECK(has(said, "Put it in quotes if it is a name, such as an account number."));
  const char* summary = "loses its leading zeros";
  CHECK(has(VariableSet(list).var_file("f.tfvars", "x = [\"1\", 00123]\n").said(), "at f.tfvars:1:11"));
  CHECK(has(VariableSet(list).var("x", "[012]").said(), summary));
  CHECK(has(VariableSet(list).env("x", "[012]").said(), summary));
  CHECK(has(VariableSet("variable \"x\" {\n  type    = string\n  default = 0123\n}\n").said(),
            "at main.wf.hcl:3:13"));
  CHECK(has(VariableSet(text).var_file("f.tfvars.json", "{\"x\": 012}").said(),
            "put it in quotes if it is a name"));
  // A string for a string variable loses nothing.
  VariableSet plain(text);
  CHECK(plain.var("x", "012").values().at("x") == Value("012"));
  CHECK(plain.said() == "");
  for (const char* same : {"0", "-0.5", "10", "1e3", "0.0012", "\"012\""})
    CHECK_MESSAGE(VariableSet(text).var_file("f.tfvars", fmt::format("x = {}\n", same)).said() == "", same);
  // Where it may be a secret its digits are not shown.
  const std::string hidden = VariableSet("variable \"x\" {\n  type = string\n  sensitive = true\n}\n")
                                 .var_file("f.tfvars", "x = 04711\n")
                                 .said();
  CHECK(has(hidden, summary));
  CHECK(!has(hidden, "4711"));
}

TEST_CASE("null is a value, unless the variable is not nullable: then it stands for the default") {
  std::string type = "  type = list(string)\n", strict = "  nullable = false\n";
  auto x = [](const std::string& lines) { return VariableSet("variable \"x\" {\n" + lines + "}\n"); };
  CHECK(x(type + "  default = [\"d\"]\n").var("x", "null").values().at("x").is_null());
  CHECK(x(type + strict + "  default = [\"d\"]\n").var("x", "null").values().at("x") ==
        Value(Value::List{"d"}));
  CHECK(x(strict + "  default = \"d\"\n").var_file("f.tfvars", "x = null").values().at("x") == Value("d"));
  CHECK(x("  type = string\n").var("x", "null").values().at("x") == Value("null"));
  CHECK(has(x(type + strict).var("x", "null").said(), "Error: var.x from -var x must not be null\n"));
  CHECK(has(x(strict + "  default = null\n").said(), "Error: The default is null, but nullable is false\n"));
}

TEST_CASE("a default is checked whether it is needed or not, and is a plain value") {
  CHECK(has(VariableSet("variable \"n\" {\n  type = number\n  default = \"d\"\n}\n").var("n", "1").said(),
            "Error: The default does not fit number\n  at main.wf.hcl:3:13\n"));
  CHECK(has(VariableSet("variable \"n\" {\n  default = upper(\"d\")\n}\n").said(),
            "Error: Function calls are not allowed here\n"));
  CHECK(has(VariableSet("variable \"n\" {\n  default = local.x\n}\n").said(),
            "Error: References are not allowed here\n"));
  std::string object =
      "variable \"o\" {\n  type = object({ a = optional(string, \"x\"), b = optional(number) })\n  default = "
      "{}\n}\n";
  CHECK(VariableSet(object).values().at("o") == Value(Value::Map{{"a", "x"}, {"b", Value()}}));
  CHECK(VariableSet(object).var("o", "{a = null, b = \"3\"}").values().at("o") ==
        Value(Value::Map{{"a", "x"}, {"b", 3}}));
}

TEST_CASE("missing values are prompted for, in the order of the names, until the input ends") {
  std::string manifest =
      "variable \"b\" {\n  type = list(number)\n  sensitive = true\n}\nvariable \"a\" {}\n"
      "variable \"c\" {\n  type = string\n}\nvariable \"d\" {\n  default = 1\n}\n";
  VariableSet all(manifest);
  auto values = all.answers({"[1]", "[1]", ""}).values();
  CHECK(complaints(all.diags) == "");
  CHECK(all.asked == "a b* c ");
  CHECK(values.at("a") == Value("[1]"));
  CHECK(values.at("b") == Value(Value::List{1}));
  CHECK(values.at("c") == Value(""));
  VariableSet some(manifest);
  CHECK(has(some.answers({"1"}).said(), "Error: No value for b and c\n"));
  CHECK(some.asked == "a b* ");
  auto wrong = VariableSet(manifest).answers({"1", "[hush", "1"}).said();
  CHECK(has(wrong, "Error: "));
  CHECK(!has(wrong, "hush"));
}

TEST_CASE("missing values are one error, or unknown") {
  VariableSet given("variable \"a\" {}\nvariable \"b\" {}\nvariable \"c\" {\n  default = null\n}\n");
  CHECK(given.said() ==
        "Error: No value for a and b\n  at main.wf.hcl:1:1\n  1 | variable \"a\" {}\n    | ^^^^^^^^^^^^\n"
        "  Set each with TF_VAR_a, -var a=\xe2\x80\xa6 or -var-file FILE, or add a default.\n\n");
  VariableSet lenient("variable \"a\" {}\nvariable \"b\" {}\n");
  auto values = lenient.var("b", "x").values(Missing::Unknown);
  CHECK(values.at("a").is_unknown());
  CHECK(values.at("b") == Value("x"));
  CHECK(lenient.diags.empty());
}

TEST_CASE("a name that no variable has: an error for -var, a warning in a file, nothing in the environment") {
  CHECK(VariableSet(kX).env("y", "1").said() == "");
  CHECK(VariableSet(kX).var("X", "1").said() ==
        "Error: -var \"X\": no such variable is declared\n  Did you mean \"x\"?\n\n");
  CHECK(has(VariableSet(kX).var("x ", "1").said(),
            "There is a space before or after the name.\n  Write -var=x=VALUE."));
  CHECK(VariableSet(kX).var_file("f.tfvars.json", R"({"//": "why"})").said() == "");
  CHECK(VariableSet(kX).var_file("f.tfvars", "\nyy = 1").said() ==
        "Warning: No variable is named \"yy\"\n  It is in f.tfvars, line 2.\n\n");
  CHECK(VariableSet(kX).var_file("f.tfvars", "xa = 1\na = 1\nb = 1\nc = 1\nd = 1\ne = 1\nf = 1").said() ==
        "Warning: No variables are named \"a\", \"b\", \"c\", \"d\", \"e\" and 2 more\n"
        "  They are in f.tfvars, lines 2, 3, 4, 5 and 6.\n\n");
  // It may be declared in a file that could not be read.
  VariableSet broken(kX);
  broken.inputs.manifest_is_complete = false;
  CHECK(broken.var("y", "1").var_file("f.tfvars", "y = 1").said() == "");
}

TEST_CASE("a sensitive variable's value is marked, wherever it came from") {
  std::string manifest = "variable \"x\" {\n  sensitive = true\n  default = \"d\"\n}\n";
  CHECK(VariableSet(manifest).values().at("x").is_sensitive());
  CHECK(VariableSet(manifest).env("x", "e").values().at("x").is_sensitive());
  CHECK(VariableSet(manifest)
            .var_file("f.tfvars.json", R"({"x": {"y": ["z"]}})")
            .values()
            .at("x")
            .is_sensitive());
  CHECK(!VariableSet(kX).values().at("x").is_sensitive());
}

TEST_CASE("what is wrong with a secret is reported without showing it") {
  std::string manifest = "variable \"x\" {\n  type = list(string)\n  sensitive = true\n}\n";
  for (const char* text :
       {"[\"hush", "hush", "\"hush\"", "{ hush = 1 }", "[hush]", "hush()", "[\"hush\"] hush", "[[\"hush\"]]",
        "<<hush", "${hush", "\xe2\x80\x9chush\xe2\x80\x9d", "'hush'"}) {
    INFO(text);
    auto from_argument = VariableSet(manifest).var("x", text).said();
    CHECK(has(from_argument, "Error: "));
    CHECK(!has(from_argument, "hush"));
    auto from_file = VariableSet(manifest).var_file("f.tfvars", fmt::format("\nx = {}\n", text)).said();
    CHECK(has(from_file, "Error: "));
    CHECK(!has(from_file, "hush"));
  }
  for (const char* file :
       {"x: \"hush\"", "x = [\"a\"]\nx = \"hush\"", "x == hush", "hush", "x = \"hush\\\"hush\" hush\\\""}) {
    INFO(file);
    CHECK(!has(VariableSet(manifest).var_file("f.tfvars", file).said(), "hush"));
  }
  CHECK(
      has(VariableSet(manifest).var_file("f.tfvars", "x: \"hush\"").said(), "Unexpected \":\" after \"x\""));
  auto json = VariableSet(manifest).var_file("f.json", "{\"x\": \"hush\" \"y\"}").said();
  CHECK(has(json, "At f.json:1:"));
  CHECK(!has(json, "hush"));
}

TEST_CASE("without secrets the line is shown") {
  CHECK(
      has(VariableSet("variable \"x\" {\n  type = list(string)\n}\n").var("x", "[\"open").said(), "[\"open"));
  CHECK(has(VariableSet(kX).var_file("f.tfvars", "x = \"open").said(), "x = \"open"));
}

TEST_CASE("values do not refer to anything, and files of variables hold no blocks") {
  CHECK(has(VariableSet(kX).var_file("f.tfvars", "x = var.y").said(),
            "Error: References are not allowed here"));
  CHECK(has(VariableSet(kX).var_file("f.tfvars", "x = upper(\"y\")").said(),
            "Error: Function calls are not allowed here"));
  CHECK(has(VariableSet(kX).var_file("f.tfvars", "variable \"x\" {\n}").said(), "  Write: x = value\n"));
  CHECK(has(VariableSet(kX).var_file("f.tfvars", "x {\n}").said(),
            "Error: A file of variables cannot have blocks"));
  CHECK(
      has(VariableSet(kX).var_file("f.json", "[1]").said(), "Error: A file of variables must be one object"));
}

TEST_CASE("a value that does not fit its type is an error where it stands") {
  CHECK(VariableSet("variable \"n\" {\n  type = number\n}\n").var("n", "often").said() ==
        "Error: The value of var.n from -var n does not fit number\n  at main.wf.hcl:1:1\n"
        "  1 | variable \"n\" {\n    | ^^^^^^^^^^^^\n  a number is required\n\n");
  CHECK(
      has(VariableSet("variable \"n\" {\n  type = number\n}\n").var_file("f.tfvars", "n = \"often\"").said(),
          "  at f.tfvars:1:5\n"));
}

TEST_CASE("a file is JSON by its name; what a pipe gives, by its first character") {
  CHECK(VariableSet(kX).var_file("/dev/fd/63", " {\"x\": \"${y}\"}").values().at("x") == Value("${y}"));
  CHECK(VariableSet(kX).var_file("/dev/fd/63", "x = \"y\"").values().at("x") == Value("y"));
  CHECK(VariableSet(kX).var_file("f.wfvars", "x = \"y\"").values().at("x") == Value("y"));
}

}  // namespace waveform::planner
