#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "cmd/commands/commands.h"
#include "cmd/load_project.h"
#include "planner/hcl/format.h"
#include "planner/render/text_diff.h"

namespace waveform::cmd::commands {

namespace {

using base::ErrorKind;
using base::Path;
using base::Result;

constexpr std::size_t kMaxBytes = 256u << 20;
constexpr std::string_view kSuffixes[] = {".wf.hcl", ".tf", ".tfvars", ".wfvars"};
constexpr const char* kSuffixText = ".wf.hcl, .tf, .tfvars or .wfvars";

struct Options {
  bool list;
  bool write;
  bool check;
  bool diff;
};

struct FmtOutcome {
  bool failed = false;
  bool unformatted = false;
};

bool is_formattable(const std::string& name) {
  return std::any_of(std::begin(kSuffixes), std::end(kSuffixes),
                     [&](auto suffix) { return name.ends_with(suffix); });
}

// Hidden files, backups of editors, directories such as .terraform.
bool is_ignored(const std::string& name) {
  return name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'));
}

// Adds the files of the directory and its subdirectories, sorted by name. Does not follow links to
// directories.
Result<void> add_directory(const Path& directory, bool recursive, std::vector<Path>& files) {
  std::vector<std::filesystem::directory_entry> entries;
  std::error_code error;
  for (std::filesystem::directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error))
    entries.push_back(*it);
  if (error) {
    return base::fail(ErrorKind::Io, fmt::format("cannot read the directory {}: {}",
                                                 base::printable(directory.string()), error.message()));
  }
  std::sort(entries.begin(), entries.end());
  for (const auto& entry : entries) {
    std::string name = entry.path().filename().string();
    if (is_ignored(name)) continue;
    Path path = directory == "." ? Path(name) : directory / name;
    if (entry.is_directory(error)) {
      bool enters = recursive && !entry.is_symlink(error);
      if (auto added = enters ? add_directory(path, true, files) : Result<void>(); !added) return added;
    } else if (is_formattable(name)) {
      files.push_back(path);
    }
  }
  return {};
}

Result<void> add_path(const std::string& word, bool recursive, std::vector<Path>& files) {
  Path path = Path(word).lexically_normal();
  if (!path.has_filename() && path.has_relative_path()) path = path.parent_path();  // directory/
  std::error_code error;
  auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    return base::fail(ErrorKind::NotFound,
                      fmt::format("no such file or directory: {}", base::printable(word)),
                      fmt::format("Name directories, or files that end in {}; - reads stdin.", kSuffixText));
  }
  if (std::filesystem::is_directory(status)) return add_directory(path, recursive, files);
  if (!is_formattable(word)) {
    return base::fail(ErrorKind::Invalid, fmt::format("{} cannot be formatted", base::printable(word)),
                      fmt::format("Name files that end in {}; JSON is not formatted.", kSuffixText));
  }
  files.push_back(path);
  return {};
}

// Keeps the mode; writes the target of a link.
Result<void> rewrite(const Path& path, const std::string& text) {
  std::error_code error;
  Path target = std::filesystem::canonical(path, error);
  struct stat info {};
  if (error || ::stat(target.c_str(), &info) != 0 || ::access(target.c_str(), W_OK) != 0) {
    return base::fail(ErrorKind::Io, fmt::format("{} cannot be written", base::printable(path.string())),
                      "Make it writable, or use -check to list unformatted files.");
  }
  return base::replace_file(target, text, info.st_mode & 07777u);
}

// Escapes control characters on a terminal; elsewhere the diff is for programs.
std::string diff_text(Session& session, const std::string& name, const std::string& before,
                      const std::string& after) {
  auto clean = [&](const std::string& text) {
    if (!session.process().out_is_terminal) return text;
    std::string out;
    for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
      end = std::min(text.size(), text.find('\n', at));
      out += base::printable(text.substr(at, end - at)) + (end < text.size() ? "\n" : "");
    }
    return out;
  };
  return render::unified_diff(clean(before), clean(after), "old/" + name, "new/" + name, session.out_style());
}

// Formats one file and prints what the flags request. Returns the new text if it differs.
std::optional<std::string> format_text(Session& session, const base::Source& source, const Options& options,
                                       FmtOutcome& outcome) {
  base::Diags diags;
  auto formatted = hcl::format_native(source, diags);
  if (!formatted) {
    session.show(diags);
    outcome.failed = true;
    return std::nullopt;
  }
  bool changed = *formatted != source.text;
  std::string name = base::printable(source.name);
  if (changed) {
    outcome.unformatted = true;
    if (options.list) session.print(name + "\n");
    if (options.diff) session.print(diff_text(session, name, source.text, *formatted));
  }
  if (!options.list && !options.write && !options.diff && !options.check) session.print(*formatted);
  return changed ? formatted : std::nullopt;
}

Result<void> format_file(Session& session, const Path& path, const Options& options, FmtOutcome& outcome) {
  base::Diags none;
  const bool has_values = path.string().ends_with("vars");
  auto text = planner::read_source(file_roots(session, none), path,
                                   has_values ? planner::Reads::Values : planner::Reads::Manifest, kMaxBytes);
  if (!text && text.error().kind == ErrorKind::Refused) {
    return base::fail(
        ErrorKind::Refused,
        fmt::format("{} is a link to a file that is not part of a manifest here", base::quote(path.string())),
        "Format that file itself.");
  }
  if (!text) return base::fail(text.error());
  const base::Source source{path.string(), *std::move(text)};
  auto formatted = format_text(session, source, options, outcome);
  if (!formatted || !options.write) return {};
  return rewrite(path, *formatted);
}

int exit_code(const Options& options, const FmtOutcome& outcome) {
  if (outcome.failed) return kFailed;
  return options.check && outcome.unformatted ? kUnformatted : kDone;
}

int format_stdin(Session& session, Options options) {
  auto text = session.process().read_all();
  if (!text) return session.fail({ErrorKind::Io, "stdin cannot be read", ""});
  options.list = options.write = false;
  FmtOutcome outcome;
  format_text(session, {"<stdin>", *std::move(text)}, options, outcome);
  return exit_code(options, outcome);
}

int run_fmt(Session& session) {
  const auto& arguments = session.arguments();
  bool check = arguments.on("check");
  Options options{arguments.on("list", true), arguments.on("write", true) && !check, check,
                  arguments.on("diff")};
  auto words = arguments.positional();
  if (words.empty()) words.emplace_back(".");
  if (words == std::vector<std::string>{"-"}) return format_stdin(session, options);
  std::vector<Path> files;
  FmtOutcome outcome;
  for (const auto& word : words) {
    if (word == "-") {
      return session.misuse("stdin cannot be formatted together with files",
                            "Use - alone: waveform fmt - < FILE");
    }
    auto added = add_path(word, arguments.on("recursive"), files);
    if (!added) outcome.failed = session.fail(added.error()) != kDone;
  }
  if (outcome.failed) return kFailed;  // one wrong path must not leave half of the files formatted
  std::set<Path> done;
  for (const auto& file : files) {
    if (session.process().interrupted()) return kInterrupted;
    if (!done.insert(file).second) continue;
    auto formatted = format_file(session, file, options, outcome);
    if (!formatted) outcome.failed = session.fail(formatted.error()) != kDone;
  }
  return exit_code(options, outcome);
}

}  // namespace

Command fmt() {
  return {"fmt",
          "fmt [flags] [PATH...]",
          "Format manifests as `terraform fmt` does.",
          "Rewrites the files that end in .wf.hcl, .tf, .tfvars or .wfvars, in this or the given "
          "directories, and prints the names of changed files. Skips files with errors and JSON. - reads "
          "stdin and writes to stdout.",
          {{"check", FlagKind::Switch, "", "Write nothing; exit with 3 when a file is not formatted."},
           {"diff", FlagKind::Switch, "", "Show a diff of the changes."},
           {"recursive", FlagKind::Switch, "", "Also format subdirectories."},
           {"write", FlagKind::Switch, "", "-write=false: do not change files."},
           {"list", FlagKind::Switch, "", "-list=false: do not print names."}},
          std::numeric_limits<std::size_t>::max(),
          run_fmt,
          {{"This directory", "waveform fmt"},
           {"In a pipeline: 3 means that a file is not formatted", "waveform fmt -check -recursive"},
           {"Preview the changes", "waveform fmt -write=false -diff"},
           {"In an editor", "waveform fmt -"}}};
}

}  // namespace waveform::cmd::commands
