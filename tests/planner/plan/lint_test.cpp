#include "planner/plan/lint.h"

#include "provider/checks/checks.h"
#include "provider/services/catalog.h"
#include "tests/planner/world.h"
#include "tests/support/golden.h"

namespace waveform::planner {
namespace {

std::string watch(const std::string& label, const std::string& lines) {
  return block("cloudwatch", label, fmt::format("name = \"{}\"\nrole_arn = \"{}\"\n{}", label, kRole, lines));
}

// The ids of all findings, sorted.
std::string found(const Step& step) {
  std::set<std::string> ids;
  for (const auto& diag : step.diags.list()) {
    if (!diag.check.empty()) ids.insert(diag.check);
  }
  return fmt::format("{}", fmt::join(ids, " "));
}

// The ids of the findings in an integration with only this attribute.
std::string said_of(const provider::ResourceType& type, const provider::Attribute& attribute,
                    const std::string& text) {
  using provider::Type;
  base::Value value(text);
  if (attribute.type == Type::StringList || attribute.type == Type::StringSet)
    value = base::Value::List{value};
  if (attribute.type == Type::StringMap) value = base::Value::Map{{"key", value}};
  if (attribute.type == Type::StringListMap) value = base::Value::Map{{"key", base::Value::List{value}}};
  if (attribute.type == Type::ObjectList)
    value = base::Value::List{base::Value::Map{{attribute.members.front().name, value}}};
  const base::Value::Map attributes{{attribute.name, value}};
  std::set<std::string> ids;
  for (const auto& finding : provider::checks::run_checks({{&type, &attributes}})) {
    ids.emplace(finding.check->id);
    if (attribute.secret) CHECK(!has(finding.summary + finding.detail + finding.hint, "qwertz"));
  }
  return fmt::format("{}", fmt::join(ids, " "));
}

}  // namespace

TEST_CASE("an empty string is absent where the service takes some values only; an empty element is refused") {
  const provider::ResourceType type{
      .attributes = {
          {.name = "site", .allowed = {"US"}, .refuses_others = true},
          {.name = "sites", .type = provider::Type::StringSet, .allowed = {"US"}, .refuses_others = true}}};
  CHECK(said_of(type, type.attributes[0], "") == "");
  CHECK(said_of(type, type.attributes[0], "EU") == "allowed-values");
  CHECK(said_of(type, type.attributes[1], "") == "allowed-values");
}

TEST_CASE("every check has a section and a row in docs/checks.md, and a unique id") {
  auto page = test::source_text("docs/checks.md");
  std::set<std::string_view> ids;
  for (const auto& check : provider::checks::all()) {
    INFO(check.id);
    CHECK(ids.insert(check.id).second);
    CHECK(has(page, fmt::format("\n### {}\n", check.id)));
    std::string word = check.severity == base::Severity::Error     ? "error"
                       : check.severity == base::Severity::Warning ? "warning"
                                                                   : "note";
    CHECK(has(page, fmt::format("\n| [{0}](#{0}) | {1} |", check.id, word)));
  }
}

TEST_CASE("white space around any string of any service is found, by its own check or by white-space") {
  int seen = 0;
  for (const auto& type : provider::services::catalog().types) {
    for (const auto& attribute : type.attributes) {
      const bool is_text = attribute.type != provider::Type::Number && attribute.type != provider::Type::Bool;
      if (attribute.is_computed() || !is_text) continue;
      ++seen;
      INFO(type.name, ".", attribute.name);
      const bool is_key = attribute.meaning == provider::Meaning::ServiceKey;
      for (const char* text : {"qwertz\n", "qwertz\r\n", "\nqwertz", "qwertz\ufeff"})
        CHECK(said_of(type, attribute, text) != "");
      const std::string plain = said_of(type, attribute, "qwertz");
      CHECK((plain != "white-space" &&
             (is_key || said_of(type, attribute, "qwertz ") != "" || attribute.name.ends_with("regex"))));
      if (is_key)
        CHECK(said_of(type, attribute, "{\"private_key\": \"k\", \"client_email\": \"e\"}\n") == "");
    }
  }
  CHECK(seen > 60);
  const auto catalog = provider::services::catalog();
  const auto& azure = *catalog.find("wavefront_cloud_integration_azure");
  for (const char* text : {"x ", " x", "x\t", "x\u00a0", "\u200bx", "\ufeffx"})
    CHECK_MESSAGE(said_of(azure, *azure.find("tenant"), text) == "white-space", text);
  for (const char* text : {"x", "x y", "", "\u00e4"})
    CHECK(said_of(azure, *azure.find("tenant"), text) == "");
  const auto& snowflake = *catalog.find("wavefront_cloud_integration_snowflake");
  const char* pem = "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----\n";
  CHECK(said_of(snowflake, *snowflake.find("private_key"), pem) == "");
}

TEST_CASE("a plan also checks against unmanaged integrations") {
  World world;
  auto id = world.simulator.add(
      *base::parse_json(R"({"name": "by hand", "service": "EC2", "ec2": {"baseCredentials": {"roleArn": ")" +
                        std::string(kRole) + R"("}}})"));
  REQUIRE(id);
  world.manifest(ec2("main") +
                 watch("tagged", "external_id = var.id\ninstance_selection_tags = { a = \"b\" }"));
  auto step = world.plan();
  CHECK(step->ok());
  CHECK(found(*step) == "double-collection");
  CHECK(has(step->said(), fmt::format("\"by hand\" (id {}, not managed)", *id)));
  REQUIRE(world.simulator.trash(*id));
  CHECK(found(*world.plan()) == "");
}

TEST_CASE("an integration that this plan deletes or imports counts once") {
  World world;
  world.manifest(ec2("old"));
  world.converge();
  world.manifest(ec2("fresh"));
  CHECK(found(*world.plan()) == "");
  world.manifest(ec2("fresh") +
                 "removed {\n from = wavefront_cloud_integration_ec2.old\n lifecycle {\n destroy = "
                 "false\n }\n}");
  world.converge();
  CHECK(found(*world.plan()) == "double-collection");
  world.manifest(ec2("fresh") + ec2("old") + "import {\n to = wavefront_cloud_integration_ec2.old\n id = \"" +
                 world.id_of("old") + "\"\n}");
  auto step = world.plan();
  CHECK(found(*step) == "double-collection");
  CHECK(!has(step->said(), "\"old\" (id"));
}

TEST_CASE("flags and comments, also in JSON, ignore checks") {
  World world;
  world.manifest(watch("tagged", "external_id = var.id\ninstance_selection_tags = { a = \"b\" }"));
  CHECK(found(*world.plan()) == "tags-without-ec2");
  world.options.ignored_checks = {"tags-without-ec2"};
  CHECK(found(*world.plan()) == "");
  world.options.ignored_checks = {};
  auto json = [](const std::string& comment) {
    return fmt::format(
        "{{\"variable\": {{\"id\": {{\"sensitive\": true}}}}, \"resource\": "
        "{{\"wavefront_cloud_integration_cloudwatch\": {{\"a\": {{\n{}\n\"instance_selection_tags\": "
        "{{\"a\": \"b\"}}, \"name\": \"a\", \"external_id\": \"${{var.id}}\", \"role_arn\": \"{}\"}}}}}}}}",
        comment, kRole);
  };
  world.files = {{"a.tf.json", json("")}};
  CHECK(found(*world.plan()) == "tags-without-ec2");
  world.files = {{"a.tf.json", json("\"//\": \"waveform:ignore tags-without-ec2\",")}};
  auto step = world.plan();
  CHECK(step->said() == "");
}

TEST_CASE("an unknown check id is an error") {
  auto refused = known_checks({"tags-without-ec"});
  REQUIRE(!refused);
  CHECK(refused.error().hint == "Did you mean \"tags-without-ec2\"?");
  CHECK(known_checks({"regex", "region"})->size() == 2);
}

TEST_CASE("a secret name is not shown for another integration") {
  World world;
  REQUIRE(world.simulator.add(*base::parse_json(
      R"({"name": "hush-hush", "service": "EC2", "ec2": {"baseCredentials": {"roleArn": ")" +
      std::string(kRole) + R"("}}})")));
  world.options.allow_duplicate = true;
  world.manifest(
      "variable \"name\" {\n sensitive = true\n default = \"hush-hush\"\n}\n" +
      block("ec2", "main", fmt::format("name = var.name\nrole_arn = \"{}\"\nexternal_id = var.id", kRole)));
  auto step = world.plan();
  CHECK(found(*step) == "double-collection");
  CHECK(!has(step->said(), "hush-hush"));
}

}  // namespace waveform::planner
