// examples/all-services: an integration of each service with all attributes. Applied, changed one attribute
// at a time, deleted, undeleted, destroyed.
#include "tests/e2e/all_services.h"

#include <regex>
#include <set>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "provider/services/catalog.h"

namespace waveform::test {
namespace {

using provider::Attribute;
using provider::Meaning;
using provider::ResourceType;
using provider::Role;
using provider::Type;

// Sets an attribute of a type's block to another value: its line is replaced or added.
void set(Example& example, const ResourceType& type, const std::string& attribute, const std::string& value) {
  std::string text = example.text;
  auto begin = text.find("resource \"" + type.name + "\" \"all\" {\n");
  REQUIRE(begin != std::string::npos);
  begin = text.find('\n', begin) + 1;
  auto end = text.find("\n}\n", begin) + 1;
  std::string body = text.substr(begin, end - begin);
  std::regex line("(^|\n)  " + attribute + " +=[^\n]*");
  std::string changed = std::regex_replace(body, line, "$1  " + attribute + " = " + value);
  if (!std::regex_search(body, line)) changed += fmt::format("  {} = {}\n", attribute, value);
  example.put(text.replace(begin, end - begin, changed));
}

// Sets the last member of the first object in a list, written as a block, to another value.
void set_member(Example& example, const ResourceType& type, const Attribute& attribute) {
  std::string text = example.text;
  auto block = text.find("\n  " + attribute.name + " {\n", text.find("resource \"" + type.name + "\""));
  auto begin = text.find('"', text.find("    " + attribute.members.back().name, block));
  REQUIRE(begin != std::string::npos);
  auto end = text.find('\n', begin);
  example.put(text.replace(begin, end - begin, "\"^changed$\""));
}

// A value that differs from the example's, in the language's syntax.
std::string other_value(Example& example, const Attribute& attribute) {
  std::string text = "changed";
  for (const auto& allowed : attribute.allowed) {
    if (!has(example.text, fmt::format("\"{}\"", allowed))) text = allowed;
  }
  switch (attribute.type) {
    case Type::Number:
      return "7";
    case Type::Bool:
      return std::regex_search(example.text, std::regex("\n  " + attribute.name + " += true")) ? "false"
                                                                                               : "true";
    case Type::StringList:
    case Type::StringSet:  // [] if there is no other value
      return attribute.allowed.empty() || text != "changed" ? fmt::format("[\"{}\"]", text) : "[]";
    case Type::StringMap:
      return "{ changed = \"yes\" }";
    case Type::StringListMap:
      return "{ VMWARE = [\"changed\"] }";
    case Type::ObjectList:
    case Type::String:
      break;
  }
  switch (attribute.meaning) {
    case Meaning::RoleArn:
      return "\"arn:aws:iam::123456789012:role/changed\"";
    case Meaning::ExternalId:
      return fmt::format("\"{}\"", example.make_external_id());
    case Meaning::AwsRegion:
      return "\"eu-west-1\"";
    case Meaning::Url:
      return "\"https://example.com/changed\"";
    case Meaning::TagExpression:
      return "\"changed=yes\"";
    case Meaning::ServiceKey:
      return "jsonencode({ private_key = \"other\", client_email = \"other\" })";
    default:
      return fmt::format("\"{}\"", text);
  }
}

// The attributes in the only change of a plan as text: lines that begin with a sign and a name.
std::set<std::string> shown(const std::string& plan) {
  static const std::regex kLine("\n      [~+-] (\\w+) ");
  std::set<std::string> names;
  for (std::sregex_iterator it(plan.begin(), plan.end(), kLine), end; it != end; ++it) names.insert((*it)[1]);
  return names;
}

// One change of one attribute, from the manifest to the service.
void change(Example& example, const ResourceType& type, const Attribute& attribute) {
  INFO(type.name, ".", attribute.name);
  bool is_quiet = attribute.role == Role::WriteOnly || attribute.role == Role::Service;
  if (attribute.role == Role::Service) {
    set(example, type, "service", "\"" + type.object + "\"");
  } else if (attribute.role == Role::Enabled) {
    set(example, type, "enabled", "false");
  } else if (attribute.type == Type::ObjectList) {
    set_member(example, type, attribute);
  } else {
    set(example, type, attribute.name, other_value(example, attribute));
  }
  Run plan = example.plan({"-detailed-exitcode"});
  INFO(plan.all());
  REQUIRE(plan.exit_code == (is_quiet ? 0 : 2));
  if (is_quiet) return;
  if (attribute.role == Role::Enabled) {
    CHECK(has(plan.out, "0 to create, 0 to update, 0 to undelete, 0 to delete, 1 to disable."));
  } else {
    CHECK(has(plan.out, "0 to create, 1 to update, 0 to undelete, 0 to delete."));
    CHECK(shown(plan.out) == std::set<std::string>{attribute.name});
  }
  Run apply = example.apply();
  INFO(apply.all());
  REQUIRE(apply.exit_code == 0);
}

const std::size_t kServices = provider::services::catalog().types.size() - 1;  // without external ids

std::string counted(const char* words) {
  return fmt::format(fmt::runtime(words), kServices);
}

}  // namespace

TEST_CASE("one of every service: applied, plans empty, deleted, undeleted, destroyed") {
  Example example;
  example.step({"fmt", "-check"}, 0, "");
  Run validate = example.waveform({"validate"});
  CHECK(validate.all() == counted("The manifest is valid: {} resources.\n"));
  Run plan = example.plan();
  CHECK(plan.err == "");
  CHECK(has(plan.out, counted("{} to create")));
  example.step({"apply", "-auto-approve"}, 0, "");
  example.expect_empty_plan({}, 2);
  example.step({"status"}, 0, counted("{0} integrations: {0} ok."));

  example.put("");
  example.step({"apply", "-auto-approve"}, 0, counted("{} to delete"));
  CHECK(example.live().empty());
  CHECK(example.deleted().size() == kServices);
  example.put(example.text);
  example.step({"plan"}, 0, counted("0 to create, 0 to update, {} to undelete, 0 to delete."));
  example.step({"apply", "-auto-approve"}, 0, "");
  example.expect_empty_plan({}, 2);
  example.step({"destroy", "-auto-approve"}, 0, counted("{} to delete"));
  CHECK(example.live().empty());
}

TEST_CASE("one of every service: every attribute is changed by itself") {
  Example example;
  example.step({"apply", "-auto-approve"}, 0, "");
  for (const auto& type : provider::services::catalog().types) {
    if (type.is_external_id) continue;
    for (const auto& attribute : type.attributes) {
      bool is_aws = type.find("role_arn") != nullptr;
      if (attribute.is_computed() || (attribute.name == "reuse_external_id_credential" && !is_aws)) continue;
      change(example, type, attribute);
    }
  }
  example.expect_empty_plan({}, 2);
}

}  // namespace waveform::test
