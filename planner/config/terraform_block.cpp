// The terraform block: waveform only uses the version of the language.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/config/reading.h"

namespace waveform::planner {

using base::Diags;

namespace {

using Version = std::array<std::int64_t, 3>;

// The version of OpenTofu whose language this is; every release of it.
constexpr Version kLanguage = {1, 12, 99};

// "1", "1.5" or "1.5.7", without a suffix after "-"; `parts` receives the number of components.
std::optional<Version> parse_version(std::string_view text, std::size_t& parts) {
  Version version{};
  parts = 0;
  for (auto part : base::split(text.substr(0, text.find('-')), '.')) {
    if (parts == version.size()) return std::nullopt;
    const auto number = base::parse_integer(part);
    if (!number) return std::nullopt;
    version[parts++] = *number;
  }
  return version;
}

// "~> 1.5" allows every 1.x from 1.5 on, "~> 1.5.7" every 1.5.x from 1.5.7 on.
bool is_close(const Version& version, std::size_t parts) {
  if (kLanguage < version) return false;
  auto fixed = static_cast<std::ptrdiff_t>(std::max<std::size_t>(parts, 2) - 1);
  return std::equal(version.begin(), version.begin() + fixed, kLanguage.begin());
}

// Whether the language meets the constraint; empty when it cannot be parsed.
std::optional<bool> fulfils(std::string_view constraint) {
  constraint = base::trim(constraint);
  auto digits = constraint.find_first_of("0123456789");
  if (digits == std::string_view::npos) return std::nullopt;
  auto op = base::trim(constraint.substr(0, digits));
  std::size_t parts = 0;
  auto version = parse_version(constraint.substr(digits), parts);
  if (!version) return std::nullopt;
  bool equal = std::equal(version->begin(),
                          version->begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(parts, 2)),
                          kLanguage.begin()) &&
               parts <= 2;
  if (op.empty() || op == "=") return equal;
  if (op == "!=") return !equal;
  if (op == ">") return *version < kLanguage;
  if (op == ">=") return *version <= kLanguage;
  if (op == "<") return kLanguage < *version;
  if (op == "<=") return kLanguage <= *version || equal;
  if (op == "~>") return is_close(*version, parts);
  return std::nullopt;
}

void check_version(const hcl::Attribute& attribute, Diags& diags) {
  auto text = literal_text(*attribute.value);
  if (text.empty()) {
    diags.error(attribute.value->range, "required_version must be a string", "It is read before evaluation.",
                "Write: required_version = \">= 1.5\"");
    return;
  }
  for (auto constraint : base::split(text, ',')) {
    auto known = fulfils(constraint);
    if (known == true) continue;
    if (known) {
      diags.warning(attribute.value->range,
                    fmt::format("This manifest requires language version {}", base::printable(text)),
                    "waveform implements the language of OpenTofu 1.12.");
    } else {
      diags.error(attribute.value->range,
                  fmt::format("{} is not a version constraint", base::quote(base::trim(constraint))),
                  "Write an operator (=, !=, >, >=, <, <=, ~>) and a version.");
    }
    return;
  }
}

}  // namespace

void read_terraform_block(Config&, const hcl::Block& block, Diags& diags) {
  for (const auto& attribute : block.body.attributes) {
    if (attribute.name == "required_version") {
      check_version(attribute, diags);
    } else {
      diags.note(attribute.name_range, fmt::format("{} in the terraform block is not used", attribute.name));
    }
  }
  for (const auto& inner : block.body.blocks) {
    if (inner.type == "required_providers") continue;
    bool state = inner.type == "backend" || inner.type == "cloud";
    if (state) {
      diags.warning(inner.header, fmt::format("The {} block is not used", inner.type),
                    "The state of waveform is a local file (-state).");
    } else {
      diags.note(inner.header, fmt::format("The {} block is not used", inner.type));
    }
  }
}

}  // namespace waveform::planner
