// The attribute tables in docs/services/ match the tables in provider/services/. WAVEFORM_ACCEPT=1 rewrites
// them.
#include <algorithm>
#include <filesystem>
#include <map>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "provider/services/catalog.h"
#include "tests/support/golden.h"

namespace waveform::provider {
namespace {

const std::filesystem::path kPages = "docs/services";

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
  add(attribute.secret, "secret");
  add(attribute.masked, "shown as `(external id)`");
  add(attribute.computed, "set by the service");
  add(attribute.needed_to_create, "needed to create");
  add(attribute.write_only, "write-only");
  add(attribute.resend, "sent with every update");
  add(!attribute.resend_with.empty(), "sent again with " + code(attribute.resend_with));
  add(!attribute.create_default.is_null(), base::write_json(attribute.create_default) + " at create");
  add(!attribute.service_default.is_null(), base::write_json(attribute.service_default) + " when absent");
  add(attribute.any_case, "in any case");
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
  if (type.lifecycle == Lifecycle::Integration)
    own.erase(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(services::common_attributes().size()));
  return own;
}

std::string section(const ResourceType& type) {
  std::string tail = type.lifecycle == Lifecycle::Integration
                         ? "\nAll integrations also have the [common attributes](common.md).\n"
                         : "";
  return table(own_attributes(type)) + tail;
}

// The page with the section "## Attributes" replaced.
std::string with_section(const std::string& page, const std::string& section) {
  constexpr std::string_view kHead = "## Attributes\n";
  const auto head = page.find(kHead);
  REQUIRE_MESSAGE(head != std::string::npos, "a page has no line \"## Attributes\"");
  const auto next = page.find("\n## ", head + kHead.size());
  REQUIRE(next != std::string::npos);
  return page.substr(0, head) + std::string(kHead) + "\n" + section + page.substr(next);
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
  for (const auto& type : services::catalog().types) {
    INFO(type.name);
    const auto is_its = [&](const auto& page) {
      return page.second.find("\n`" + type.name + "`:") != std::string::npos;
    };
    REQUIRE_MESSAGE(std::count_if(all.begin(), all.end(), is_its) == 1,
                    "not one page in docs/services has a line that begins with `", type.name, "`:");
    const auto& [name, page] = *std::find_if(all.begin(), all.end(), is_its);
    CHECK(page.starts_with("# "));
    CHECK(page.find(fmt::format("resource \"{}\"", type.name)) != std::string::npos);
    test::check_golden(kPages / name, with_section(page, section(type)));
  }
  CHECK(all.size() == services::catalog().types.size() + 1);
}

}  // namespace waveform::provider
