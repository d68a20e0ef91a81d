#include "planner/plan/ignore_comments.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "provider/checks/checks.h"

namespace waveform::planner {

namespace checks = provider::checks;
using base::Diags;

namespace {

constexpr std::string_view kIgnore = "waveform:ignore";
constexpr std::string_view kOfIds = "abcdefghijklmnopqrstuvwxyz0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ_";

// An id in a comment, and its position in the line.
struct IgnoredId {
  std::string_view id;
  std::size_t at;
};

// The ids after "waveform:ignore", separated by commas; text without a comma is the reason.
std::vector<IgnoredId> ids_behind(std::string_view line, std::size_t at) {
  std::vector<IgnoredId> ids;
  if (line.substr(at).starts_with(':')) ++at;
  while (at < line.size()) {
    const auto begin = std::min(line.find_first_not_of(" \t", at), line.size());
    const auto end = std::min(line.find_first_not_of(kOfIds, begin), line.size());
    if (end == begin) break;
    ids.push_back({line.substr(begin, end - begin), begin});
    at = std::min(line.find_first_not_of(" \t", end), line.size());
    if (at == line.size() || line[at] != ',') break;
    ++at;
  }
  return ids;
}

// The position of "waveform:ignore" in a comment; npos when absent.
std::size_t find_ignore(std::string_view line) {
  const auto at = line.find(kIgnore);
  const auto before = line.substr(0, at);
  const bool in_comment = before.find('#') != before.npos || before.find("//") != before.npos ||
                          before.find("/*") != before.npos || base::trim(before).starts_with('*');
  return at != line.npos && in_comment ? at : line.npos;
}

bool is_comment(std::string_view line) {
  const auto text = base::trim(line);
  return text.starts_with('#') || text.starts_with("//") || text.starts_with("\"//\"") ||
         text.starts_with("/*") || text.starts_with('*');
}

bool ignores(std::string_view line, std::string_view check) {
  const auto at = find_ignore(line);
  if (at == line.npos) return false;
  const auto ids = ids_behind(line, at + kIgnore.size());
  return std::any_of(ids.begin(), ids.end(), [&](const IgnoredId& one) { return one.id == check; });
}

void check_comment(const base::Source& source, std::string_view line, std::size_t line_begin, Diags& diags) {
  const auto at = find_ignore(line);
  if (at == line.npos) return;
  auto place = [&](std::size_t begin, std::size_t size) {
    return base::Range{&source, static_cast<std::uint32_t>(line_begin + begin),
                       static_cast<std::uint32_t>(line_begin + begin + size)};
  };
  const auto ids = ids_behind(line, at + kIgnore.size());
  if (ids.empty()) {
    diags.warning(place(at, kIgnore.size()), "This comment does not name a lint check", "It has no effect.",
                  "Add the id of the check, which is in brackets after its findings.");
  }
  for (const auto& [id, begin] : ids) {
    if (checks::find(id) != nullptr) continue;
    diags.warning(place(begin, id.size()), fmt::format("There is no lint check {}", base::quote(id)),
                  "The comment has no effect on it.", checks::hint_of(id));
  }
}

}  // namespace

bool is_ignored_at(const base::Range& place, std::string_view check) {
  if (place.source == nullptr) return false;
  std::uint32_t begin = 0;
  auto line = base::line_at(*place.source, place.begin, &begin);
  if (ignores(line, check)) return true;
  while (begin > 0) {
    line = base::line_at(*place.source, begin - 1, &begin);
    if (!is_comment(line)) return false;
    if (ignores(line, check)) return true;
  }
  return false;
}

void check_ignore_comments(const base::Sources& sources, Diags& diags) {
  for (const auto& source : sources.all()) {
    const std::string_view text = source.text;
    for (auto at = text.find(kIgnore); at != text.npos; at = text.find(kIgnore, at + 1)) {
      std::uint32_t begin = 0;
      auto line = base::line_at(source, static_cast<std::uint32_t>(at), &begin);
      check_comment(source, line, begin, diags);
      at = begin + line.size();
    }
  }
}

}  // namespace waveform::planner
