#include "planner/config/file_root.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::planner {

using base::ErrorKind;
using base::Path;
using base::Result;

namespace {

// A path component that prevents reading, with the reason and the alternative.
struct NameRule {
  std::uint8_t reads;                      // it is a rule for these
  bool (*applies)(std::string_view name);  // in lower case
  std::string_view why;
  std::string_view remedy;
};

bool has(std::string_view name, std::string_view part) {
  return name.find(part) != std::string_view::npos;
}

constexpr std::uint8_t bits(auto... reads) {
  return static_cast<std::uint8_t>((static_cast<unsigned>(reads) | ...));
}

constexpr std::string_view kByVariable = "Pass the contents in through a variable";
constexpr std::string_view kHidden = "has a part that begins with \".\": such files often hold credentials";

constexpr NameRule kRules[] = {
    {bits(Reads::Content), [](std::string_view name) { return name.starts_with('.'); }, kHidden,
     "Copy the contents to a file with another name; allow a directory with such a name with "
     "-file-root=DIR"},
    // Kubernetes mounts files as links through directories such as "..data".
    {bits(Reads::Manifest, Reads::Values),
     [](std::string_view name) { return name.starts_with('.') && !name.starts_with(".."); },
     "is a link to a path with a part that begins with \".\"", "Replace the link by a file"},
    {bits(Reads::Name), [](std::string_view name) { return name == ".git"; }, "is in .git", kByVariable},
    {bits(Reads::Content, Reads::Manifest),
     [](std::string_view name) { return has(name, ".tfvars") || has(name, ".wfvars"); },
     "is a file of variables, whose values can be secret", "Refer to the variable, as var.NAME"},
    {bits(Reads::Content, Reads::Manifest, Reads::Values),
     [](std::string_view name) { return has(name, ".tfstate"); }, "is a state of Terraform", kByVariable},
    {bits(Reads::Content, Reads::Manifest, Reads::Values),
     [](std::string_view name) { return name.starts_with("waveform.state.json"); },
     "is a state of waveform, or belongs to one", kByVariable},
};

// Null: none.
const NameRule* broken_rule(std::uint8_t reads, const Path& relative) {
  for (const auto& part : relative) {
    if (part == ".") continue;  // the root itself
    const std::string name = base::lower(part.string());
    for (const auto& rule : kRules)
      if ((rule.reads & reads) != 0 && rule.applies(name)) return &rule;
  }
  return nullptr;
}

std::vector<Path> all_roots(const FileRoots& roots) {
  std::vector<Path> all = roots.added;
  if (!roots.root.empty()) all.insert(all.begin(), roots.root);
  return all;
}

tl::unexpected<base::Error> refuse(const FileRoots& roots, const std::string& written, std::string_view why,
                                   std::string_view remedy) {
  const std::string root =
      roots.root.empty() ? "No file root is above it" : base::printable(roots.root.string());
  return base::fail(ErrorKind::Refused,
                    fmt::format("{} {} (file root: {}). {}", base::quote(written), why, root, remedy));
}

tl::unexpected<base::Error> refuse_outside(const FileRoots& roots, const std::string& written, bool by_link) {
  return refuse(roots, written,
                by_link
                    ? "is a link that leads outside of the file root, and only files below that can be read"
                    : "is outside of the file root, and only files below that can be read",
                "Copy the file there, or allow its directory with -file-root=DIR");
}

// Lexically; aliases are resolved.
Path absolute_path(const FileRoots& roots, const std::string& written) {
  Path path = (roots.directory / written).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  const auto all = all_roots(roots);
  const auto holds = [&](const Path& root) { return base::is_below(path, root); };
  if (std::any_of(all.begin(), all.end(), holds)) return path;
  for (const auto& [alias, target] : roots.aliases)
    if (base::is_below(path, alias)) return (target / path.lexically_relative(alias)).lexically_normal();
  return path;
}

// The root below which the path is allowed, preferring the file root. REQUIRES: it is below a root.
struct Allowed {
  const NameRule* broken = nullptr;  // of the first root, when there is no such root
  Path root;
};
Allowed allowed_below(const std::vector<Path>& roots, const Path& path, std::uint8_t reads) {
  Allowed none;
  for (const auto& root : roots) {
    if (!base::is_below(path, root)) continue;
    const auto* broken = broken_rule(reads, path.lexically_relative(root));
    if (broken == nullptr) return {nullptr, root};
    if (none.broken == nullptr) none.broken = broken;
  }
  return none;
}

bool is_private(const FileRoots& roots, const Path& path) {
  return std::any_of(roots.private_files.begin(), roots.private_files.end(), [&](const Path& file) {
    const std::string name = path.string(), whole = file.string();
    return name == whole || name == whole + ".backup" || name == whole + ".journal" ||
           name == whole + ".lock";
  });
}

// "format": "waveform-state", as in states, journals and plans.
bool is_own_format(std::string_view text) {
  constexpr std::string_view kKey = "\"format\"", kSpace = " \t\r\n";
  const auto skip = [&](std::size_t at) { return std::min(text.find_first_not_of(kSpace, at), text.size()); };
  for (auto at = text.find(kKey); at != std::string_view::npos; at = text.find(kKey, at + 1)) {
    std::size_t value = skip(at + kKey.size());
    if (value == text.size() || text[value] != ':') continue;
    value = skip(value + 1);
    for (const std::string_view format : {"\"waveform-state\"", "\"waveform-journal\"", "\"waveform-plan\""})
      if (text.substr(value).starts_with(format)) return true;
  }
  return false;
}

Result<std::string> with_path(Result<std::string> text, const std::string& written) {
  if (text) return text;
  if (text.error().kind != ErrorKind::Invalid)
    return base::fail(text.error(), "cannot read " + base::quote(written));
  return base::fail(ErrorKind::Invalid, base::quote(written) + " " + text.error().message);
}

Place place_below(const Path& root, const Path& path, const FileRoots& roots) {
  return {root, path.lexically_relative(root), root != roots.root};
}

bool same_directory(const Path& a, const Path& b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error) && !error;
}

bool has_git(const Path& directory) {
  std::error_code error;
  const auto status = std::filesystem::status(directory / ".git", error);
  return std::filesystem::is_directory(status) || std::filesystem::is_regular_file(status);
}

}  // namespace

Path find_file_root(const Path& directory, const std::vector<Path>& homes) {
  const auto is_home = [&](const Path& at) {
    return std::any_of(homes.begin(), homes.end(),
                       [&](const Path& home) { return same_directory(home, at); });
  };
  for (Path at = directory; at != at.root_path(); at = at.parent_path())
    if (has_git(at) && !is_home(at)) return at;
  return directory == directory.root_path() ? Path() : directory;
}

Result<FileRoots> make_file_roots(const Path& directory, const std::vector<Path>& homes,
                                  const std::vector<std::string>& given, const std::string& shell_directory) {
  FileRoots roots{directory, find_file_root(directory, homes), {}, {}, {}};
  std::error_code error;
  for (const auto& name : given) {
    const Path path = std::filesystem::canonical(directory / name, error);
    if (error || !std::filesystem::is_directory(path, error))
      return base::fail(ErrorKind::NotFound,
                        fmt::format("-file-root: {} is not a directory", base::quote(name)),
                        "Name a directory that exists.");
    roots.added.push_back(path);
    Path alias = (directory / name).lexically_normal();
    if (!alias.has_filename() && alias != alias.root_path()) alias = alias.parent_path();
    if (alias != path) roots.aliases.emplace_back(std::move(alias), path);
  }
  Path alias = shell_directory, target = directory;
  if (!alias.is_absolute() || alias == target || !same_directory(alias, target)) return roots;
  while (alias.has_filename() && alias.filename() == target.filename()) {
    alias = alias.parent_path();
    target = target.parent_path();
  }
  roots.aliases.emplace_back(std::move(alias), std::move(target));
  return roots;
}

Result<Place> locate(const FileRoots& roots, const std::string& written, Reads reads) {
  if (written.find('\0') != std::string::npos)
    return base::fail(ErrorKind::NotFound, base::quote(written) + " cannot be the path of a file");
  constexpr std::size_t kLongest = 4096;  // the longest path of the system
  if (written.size() > kLongest)
    return base::fail(ErrorKind::NotFound, fmt::format("a string of {} bytes is not a path", written.size()));
  const auto all = all_roots(roots);
  const Path path = absolute_path(roots, written);
  const auto below = [&](const Path& root) { return base::is_below(path, root); };
  if (std::none_of(all.begin(), all.end(), below)) return refuse_outside(roots, written, false);
  const auto check = [&](const Path& name) -> Result<Path> {
    auto allowed = allowed_below(all, name, bits(reads));
    if (allowed.broken != nullptr) return refuse(roots, written, allowed.broken->why, allowed.broken->remedy);
    if ((bits(reads) & bits(Reads::Content, Reads::Manifest)) != 0 && is_private(roots, name))
      return refuse(roots, written, "is a file with states or variables that this run uses", kByVariable);
    return allowed.root;
  };
  // A path in an expression is checked before its existence.
  const bool any_name = (bits(reads) & bits(Reads::Manifest, Reads::Values)) != 0;
  if (auto right = check(path); !right && !any_name) return base::fail(right.error());
  const auto followed = base::follow_beneath(all, path);
  if (!followed && followed.error().kind == ErrorKind::Refused) return refuse_outside(roots, written, true);
  if (!followed) return base::fail(followed.error(), "cannot read " + base::quote(written));
  const bool is_link = followed->names.size() > 1;
  if (any_name && !is_link) return place_below(allowed_below(all, path, 0).root, path, roots);
  for (const auto& name : followed->names)
    if (auto right = check(name); !right && !any_name) return base::fail(right.error());
  auto root = check(followed->path);
  if (!root) return base::fail(root.error());
  auto place = place_below(*root, followed->path, roots);
  place.is_link = is_link;
  return place;
}

Result<std::string> read_place(const FileRoots& roots, const Place& place, const std::string& written,
                               std::size_t max_bytes, base::OpenBy by) {
  auto text = with_path(base::read_beneath(place.root, place.path, max_bytes, by), written);
  if (text && is_own_format(*text))
    return refuse(roots, written, "contains a state, a journal or a saved plan of waveform", kByVariable);
  return text;
}

Result<std::string> read_source(const FileRoots& roots, const Path& path, Reads reads,
                                std::size_t max_bytes) {
  const auto all = all_roots(roots);
  const Path whole = absolute_path(roots, path.string());
  const auto below = [&](const Path& root) { return base::is_below(whole, root); };
  if (std::none_of(all.begin(), all.end(), below)) return base::read_file(path, max_bytes);
  auto place = locate(roots, path.string(), reads);
  if (!place) return base::fail(place.error());
  // Only links are restricted.
  return place->is_link ? read_place(roots, *place, path.string(), max_bytes)
                        : with_path(base::read_beneath(place->root, place->path, max_bytes), path.string());
}

}  // namespace waveform::planner
