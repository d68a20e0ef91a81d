// The tables in docs/services/ and the list of types in docs/README.md match the tables in
// provider/services/. WAVEFORM_ACCEPT=1 rewrites them.
#include <algorithm>
#include <filesystem>
#include <map>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "provider/services/catalog.h"
#include "provider/simulator/body_rules.h"
#include "tests/support/golden.h"

namespace waveform::provider {
namespace {

const std::filesystem::path kPages = "docs/services";
const std::string kIndexHead =
    "One page per resource type, and one for the [common attributes](services/common.md):";

std::string code(std::string_view text) {
  return fmt::format("`{}`", text);
}

// What a reader needs to know about an attribute in addition to its type.
std::string flags(const Attribute& attribute) {
  std::vector<std::string> words;
  const auto add = [&](bool holds, std::string text) {
    if (holds) words.push_back(std::move(text));
  };
  add(attribute.required, "required");
  add(attribute.secret.has_value(), "secret");
  add(attribute.role == Role::ExternalId, "shown as `(external id)`");
  add(attribute.is_computed(), "set by the service");
  add(attribute.secret && attribute.secret->needed_to_create, "needed to create");
  add(attribute.role == Role::WriteOnly, "write-only");
  add(attribute.is_always_sent(), "sent with every update");
  add(!attribute.sent_with().empty(), "sent again with " + code(attribute.sent_with()));
  add(attribute.fallback.is_sent, base::write_json(attribute.create_default()) + " at create");
  add(!attribute.fallback.value.is_null(), base::write_json(attribute.fallback.value) + " when absent");
  add(attribute.role == Role::Service, "in any case");
  add(attribute.refuses_others, "one of its values");
  return fmt::format("{}", fmt::join(words, "; "));
}

std::string meaning(const Attribute& attribute) {
  std::string text = attribute.documentation;
  if (attribute.allowed.empty()) return text;
  std::vector<std::string> values;
  for (const auto& value : attribute.allowed) values.push_back(code(value));
  return fmt::format("{} Known values: {}.", text, base::enumerate(values));
}

std::string row(std::string_view name, const std::string& wire, std::string_view type,
                const std::string& flags, const std::string& meaning) {
  return fmt::format("| {} | {} | {} | {} | {} |\n", code(name), wire.empty() ? "" : code(wire), type, flags,
                     meaning);
}

std::string table(const std::vector<Attribute>& attributes) {
  std::string out = "| attribute | wire | type | | meaning |\n| --- | --- | --- | --- | --- |\n";
  for (const auto& attribute : attributes) {
    out +=
        row(attribute.name, attribute.wire, type_name(attribute.type), flags(attribute), meaning(attribute));
    for (const auto& member : attribute.members) {
      out += row(attribute.name + "." + member.name, attribute.wire + "[]." + member.wire, "string", "",
                 member.documentation);
    }
  }
  return out;
}

// The type's attributes without the common ones.
std::vector<Attribute> own_attributes(const ResourceType& type) {
  std::vector<Attribute> own = type.attributes;
  if (!type.is_external_id)
    own.erase(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(services::common_attributes().size()));
  return own;
}

std::string section(const ResourceType& type) {
  std::string tail =
      type.is_external_id ? "" : "\nAll integrations also have the [common attributes](common.md).\n";
  return table(own_attributes(type)) + tail;
}

// The page with the text between the line `head` and the next `tail` replaced.
std::string with_table(const std::string& page, const std::string& head, const std::string& tail,
                       const std::string& table) {
  const auto start = page.find(head + "\n");
  REQUIRE_MESSAGE(start != std::string::npos, "a page has no line \"", head, "\"");
  const auto begin = start + head.size() + 1;
  const auto end = page.find(tail, begin);
  REQUIRE(end != std::string::npos);
  return page.substr(0, begin) + "\n" + table + page.substr(end);
}

std::string with_section(const std::string& page, const std::string& section) {
  return with_table(page, "## Attributes", "\n## ", section);
}

std::map<std::string, std::string> pages() {
  std::map<std::string, std::string> pages;
  for (const auto& entry : std::filesystem::directory_iterator(test::source_path(kPages)))
    pages.emplace(entry.path().filename(), test::source_text(kPages / entry.path().filename()));
  return pages;
}

}  // namespace

TEST_CASE("each type has one page, whose table of attributes is the provider's") {
  auto all = pages();
  test::check_golden(kPages / "common.md",
                     with_section(all.at("common.md"), table(services::common_attributes())));
  std::string rows = "| type | manages |\n| --- | --- |\n";
  for (const auto& type : services::catalog().types) {
    INFO(type.name);
    const auto is_its = [&](const auto& page) {
      return page.second.find("\n`" + type.name + "`:") != std::string::npos;
    };
    REQUIRE_MESSAGE(std::count_if(all.begin(), all.end(), is_its) == 1,
                    "docs/services needs one page with a line that begins with `", type.name, "`:");
    const auto& [name, page] = *std::find_if(all.begin(), all.end(), is_its);
    rows += fmt::format("| [{}](services/{}) | {} |\n", type.name, name, type.title);
    CHECK(page.starts_with("# "));
    CHECK(page.find(fmt::format("resource \"{}\"", type.name)) != std::string::npos);
    test::check_golden(kPages / name, with_section(page, section(type)));
  }
  CHECK(all.size() == services::catalog().types.size() + 1);
  const std::filesystem::path index = "docs/README.md";
  test::check_golden(index, with_table(test::source_text(index), kIndexHead, "\nFor maintainers", rows));
}

TEST_CASE("each service has its rules in the simulator and an integration in the example of all services") {
  const auto rules = simulator::make_rules({});
  const std::string example = test::source_text("examples/all-services/main.wf.hcl");
  for (const auto& type : services::catalog().types) {
    if (type.is_external_id) continue;
    CHECK_MESSAGE(rules.find(type.service) != nullptr,
                  "provider/simulator/body_rules_table.cpp has no row that begins with \"", type.service,
                  "\"");
    CHECK_MESSAGE(example.find(fmt::format("\nresource \"{}\" ", type.name)) != std::string::npos,
                  "examples/all-services/main.wf.hcl has no resource of the type ", type.name);
  }
}

}  // namespace waveform::provider
