#include "planner/domain.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "provider/checks/checks.h"

namespace waveform::planner {

namespace checks = provider::checks;
using base::Diags;

namespace {

constexpr std::string_view kIgnore = "waveform:ignore";

// An id in a comment, and where it stands in the text.
struct IgnoredId {
  std::string_view id;
  std::size_t at;
};

// What the rest of a line behind "waveform:ignore" names: ids, with commas and spaces between.
std::vector<IgnoredId> ids_behind(std::string_view text, std::size_t at) {
  const std::string_view line = text.substr(0, std::min(text.find('\n', at), text.size()));
  std::vector<IgnoredId> ids;
  while (at < line.size()) {
    const auto begin = line.find_first_not_of(", \t", at);
    if (begin == std::string_view::npos) break;
    const auto end = std::min(
        line.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ_", begin),
        line.size());
    if (end == begin) break;  // the end of a JSON string, or words of the comment
    ids.push_back({line.substr(begin, end - begin), begin});
    at = end;
    if (at < line.size() && line[at] != ',' && line[at] != ' ') break;
  }
  return ids;
}

bool is_comment(std::string_view line) {
  const auto text = base::trim(line);
  return text.starts_with('#') || text.starts_with("//") || text.starts_with("\"//\"") ||
         text.starts_with("/*") || text.starts_with('*');
}

bool names(std::string_view line, std::string_view id) {
  const auto at = line.find(kIgnore);
  const auto before = line.substr(0, at);
  const bool in_comment =
      before.find('#') != before.npos || before.find("//") != before.npos || before.find("/*") != before.npos;
  if (at == std::string_view::npos || !in_comment) return false;
  const auto ids = ids_behind(line, at + kIgnore.size());
  return std::any_of(ids.begin(), ids.end(), [&](const IgnoredId& one) { return one.id == id; });
}

// By a comment on the line of the offset, or on the comment lines right above it.
bool is_ignored_at(const base::Range& place, std::string_view id) {
  if (place.source == nullptr) return false;
  std::uint32_t begin = 0;
  auto line = base::line_at(*place.source, place.begin, &begin);
  if (names(line, id)) return true;
  while (begin > 0) {
    line = base::line_at(*place.source, begin - 1, &begin);
    if (!is_comment(line)) return false;
    if (names(line, id)) return true;
  }
  return false;
}

base::Range place_of(const ResourceBlock& block, const std::string& attribute) {
  const auto* given = attribute.empty() ? nullptr : block.body->find(attribute);
  return given == nullptr ? block.range : given->value->range;
}

// Names that the manifest hides.
std::set<std::string> hidden_names(const std::vector<Wanted>& wanted) {
  std::set<std::string> names;
  for (const auto& one : wanted) {
    auto name = one.desired.find("name");
    if (name != one.desired.end() && name->second.is_string() && name->second.is_sensitive())
      names.insert(name->second.as_string());
  }
  return names;
}

// Findings of one check at one place: those of the first resource, and how many more resources have some.
struct Told {
  std::size_t subject = 0;
  std::vector<base::Diag> diags = {};
  std::set<std::size_t> more = {};
};

std::vector<checks::Subject> subjects_of(const std::vector<Wanted>& wanted,
                                         const std::vector<Other>& others) {
  std::vector<checks::Subject> subjects;
  for (const auto& one : wanted) subjects.push_back({one.block->type, &one.desired, one.address.text()});
  const auto hidden = hidden_names(wanted);
  for (const auto& other : others) {
    const std::string id = "id " + base::printable(other.id);
    subjects.push_back(
        {other.type, other.attributes,
         hidden.contains(other.name) ? id : fmt::format("{} ({})", base::quote(other.name), id), false});
  }
  return subjects;
}

}  // namespace

void check_domain(const std::vector<Wanted>& wanted, const std::vector<Other>& others,
                  const std::set<std::string>& ignored, Diags& diags) {
  std::map<std::tuple<const checks::Check*, const base::Source*, std::uint32_t>, Told> told;
  for (auto& finding : checks::look_at(subjects_of(wanted, others))) {
    const auto& block = *wanted[finding.subject].block;
    const base::Range place = place_of(block, finding.attribute);
    const std::string id(finding.check->id);
    if (ignored.contains(id) || is_ignored_at(place, id) || is_ignored_at(block.range, id)) continue;
    auto& at_place = told[{finding.check, place.source, place.begin}];
    if (at_place.diags.empty()) at_place.subject = finding.subject;
    if (at_place.subject == finding.subject) {
      at_place.diags.push_back({finding.check->severity, fmt::format("{} [{}]", finding.summary, id),
                                std::move(finding.detail), std::move(finding.hint), place});
    } else {
      at_place.more.insert(finding.subject);
    }
  }
  for (auto& [key, at_place] : told) {
    auto more = static_cast<std::int64_t>(at_place.more.size());
    if (more > 0)
      at_place.diags.back().detail += fmt::format(" So it is with {} here.", base::count(more, "other"));
    for (auto& diag : at_place.diags) diags.add(std::move(diag));
  }
}

base::Result<std::set<std::string>> known_checks(const std::vector<std::string>& ids) {
  std::vector<std::string> known;
  for (const auto& check : checks::all()) known.emplace_back(check.id);
  for (const auto& id : ids) {
    if (checks::find(id) != nullptr) continue;
    std::string hint = base::did_you_mean(id, known);
    return base::fail(base::ErrorKind::Invalid, fmt::format("there is no check {}", base::quote(id)),
                      hint.empty() ? fmt::format("Known are {}.", base::enumerate(known)) : hint);
  }
  return std::set<std::string>(ids.begin(), ids.end());
}

void check_ignore_comments(const base::Sources& sources, Diags& diags) {
  std::vector<std::string> known;
  for (const auto& check : checks::all()) known.emplace_back(check.id);
  for (const auto& source : sources.all()) {
    const std::string_view text = source.text;
    for (auto at = text.find(kIgnore); at != std::string_view::npos; at = text.find(kIgnore, at + 1)) {
      for (const auto& [id, begin] : ids_behind(text, at + kIgnore.size())) {
        if (checks::find(id) != nullptr) continue;
        diags.warning(
            {&source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + id.size())},
            fmt::format("There is no check {}", base::quote(id)), "This comment has no effect.",
            base::did_you_mean(std::string(id), known));
      }
    }
  }
}

}  // namespace waveform::planner
