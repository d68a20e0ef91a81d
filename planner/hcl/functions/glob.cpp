#include "planner/hcl/functions/glob.h"

#include <algorithm>

#include "base/star_match.h"
#include "base/text.h"
#include "planner/hcl/characters.h"

namespace waveform::hcl {

namespace {

constexpr std::size_t kMostAlternatives = 1000;
constexpr std::string_view kMeta = "*?[{\\";

// The end of the character class that starts at `at`; empty when it does not end.
std::optional<std::size_t> end_of_class(std::string_view pattern, std::size_t at) {
  ++at;
  if (at < pattern.size() && (pattern[at] == '^' || pattern[at] == '!')) ++at;
  if (at >= pattern.size() || pattern[at] == ']') return std::nullopt;
  for (; at < pattern.size(); ++at) {
    if (pattern[at] == '\\') {
      ++at;
    } else if (pattern[at] == ']') {
      return at + 1;
    }
  }
  return std::nullopt;
}

// The positions of the first "{", of the "," of the same level and of its "}"; empty without "{".
struct Braces {
  std::vector<std::size_t> places;
  bool malformed = false;
};

Braces first_braces(std::string_view pattern) {
  Braces found;
  std::size_t depth = 0;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '\\') {
      if (++at == pattern.size()) return {{}, true};
    } else if (c == '[') {
      const auto end = end_of_class(pattern, at);
      if (!end) return {{}, true};
      at = *end - 1;
    } else if (c == '{') {
      if (++depth == 1 && (found.places.empty() || pattern[found.places.back()] != '}'))
        found.places.push_back(at);
    } else if (c == '}') {
      if (depth == 0) return {{}, true};
      --depth;
      if (depth == 0 && pattern[found.places.back()] != '}') found.places.push_back(at);
    } else if (c == ',' && depth == 1 && pattern[found.places.back()] != '}') {
      found.places.push_back(at);
    }
  }
  found.malformed = depth > 0;
  return found;
}

// Expands the alternatives of the pattern. False when it is malformed or they are too many.
bool expand(std::string_view pattern, std::vector<std::string>& out) {
  std::vector<std::string> open = {std::string(pattern)};
  while (!open.empty()) {
    const std::string next = std::move(open.back());
    open.pop_back();
    const Braces braces = first_braces(next);
    if (braces.malformed || out.size() + open.size() > kMostAlternatives) return false;
    if (braces.places.empty()) {
      out.push_back(next);
      continue;
    }
    const std::string before = next.substr(0, braces.places.front());
    const std::string after = next.substr(braces.places.back() + 1);
    for (std::size_t i = 1; i < braces.places.size(); ++i) {
      const std::size_t begin = braces.places[i - 1] + 1;
      open.push_back(before + next.substr(begin, braces.places[i] - begin) + after);
    }
  }
  return true;
}

// Whether the class at the beginning of `pattern` contains the character; `size` receives its length.
bool in_class(std::string_view pattern, char32_t wanted, std::size_t& size) {
  size = end_of_class(pattern, 0).value_or(pattern.size());
  std::string_view rest = pattern.substr(1, size - 2);
  const bool negated = rest.starts_with('^') || rest.starts_with('!');
  if (negated) rest.remove_prefix(1);
  const auto next = [&rest] {
    if (rest.starts_with('\\') && rest.size() > 1) rest.remove_prefix(1);
    const Char c = decode(rest, 0);
    rest.remove_prefix(c.size);
    return c.code;
  };
  bool found = false;
  while (!rest.empty()) {
    const char32_t first = next();
    char32_t last = first;
    if (rest.starts_with('-') && rest.size() > 1) {
      rest.remove_prefix(1);
      last = next();
    }
    found = found || (first <= wanted && wanted <= last);
  }
  return found != negated;
}

// One part between "/" against one.
bool part_matches(std::string_view pattern, std::string_view name) {
  const auto fit = [&](std::size_t p, std::size_t n) -> base::Fit {
    const Char c = decode(name, n);
    if (pattern[p] == '?') return {1, c.size};
    std::size_t size = 0;
    if (pattern[p] == '[')
      return in_class(pattern.substr(p), c.code, size) ? base::Fit{size, c.size} : base::Fit{};
    const std::size_t escape = pattern[p] == '\\' && p + 1 < pattern.size() ? 1 : 0;
    const Char wanted = decode(pattern, p + escape);
    return wanted.code == c.code ? base::Fit{escape + wanted.size, c.size} : base::Fit{};
  };
  return base::star_match(
      pattern.size(), name.size(), [&](std::size_t p) { return pattern[p] == '*'; }, fit,
      [&](std::size_t n) { return decode(name, n).size; });
}

bool path_matches(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path) {
  return base::star_match(
      pattern.size(), path.size(), [&](std::size_t p) { return pattern[p] == "**"; },
      [&](std::size_t p, std::size_t n) {
        return part_matches(pattern[p], path[n]) ? base::Fit{1, 1} : base::Fit{};
      },
      [](std::size_t) { return std::size_t{1}; });
}

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  for (const auto part : base::split(path, '/')) parts.emplace_back(part);
  return parts;
}

}  // namespace

std::string clean_path(std::string_view path) {
  const bool absolute = path.starts_with('/');
  std::vector<std::string_view> parts;
  for (const auto part : base::split(path, '/')) {
    if (part.empty() || part == ".") continue;
    const bool up = part == "..";
    if (up && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (!up || !absolute) {
      parts.push_back(part);
    }
  }
  std::string out = absolute ? "/" : "";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += '/';
    out += parts[i];
  }
  return out.empty() ? "." : out;
}

std::optional<Glob> Glob::parse(std::string_view pattern) {
  Glob glob;
  std::vector<std::string> expanded;
  if (!expand(clean_path(pattern), expanded)) return std::nullopt;
  for (const std::string& alternative : expanded) {
    std::vector<std::string> parts = parts_of(clean_path(alternative));
    const auto plain = [](const std::string& part) { return part.find_first_of(kMeta) == std::string::npos; };
    const auto end = std::find_if_not(parts.begin(), parts.end(), plain);
    std::string directory;
    // The last part is a file, never the directory.
    for (auto part = parts.begin(); part != std::min(end, parts.end() - 1); ++part) directory += *part + "/";
    glob.directories_.push_back(directory.empty() ? "." : clean_path(directory));
    if (parts.back() == "**") parts.push_back("*");  // only files match, in the directories of "**"
    glob.alternatives_.push_back(std::move(parts));
  }
  std::sort(glob.directories_.begin(), glob.directories_.end());
  glob.directories_.erase(std::unique(glob.directories_.begin(), glob.directories_.end()),
                          glob.directories_.end());
  return glob;
}

bool Glob::matches(std::string_view path) const {
  const auto parts = base::split(path, '/');
  return std::any_of(alternatives_.begin(), alternatives_.end(),
                     [&](const auto& pattern) { return path_matches(pattern, parts); });
}

}  // namespace waveform::hcl
