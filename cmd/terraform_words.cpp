#include <span>

#include <fmt/format.h>

#include "base/text.h"
#include "cmd/command.h"

namespace waveform::cmd {

namespace {

struct TerraformWord {
  const char* word;
  const char* instead;
};

constexpr const char* kNoModules = "Modules are not supported, so there is nothing to fetch.";
constexpr const char* kAuthentication =
    "The address and the token come from WAVEFRONT_ADDRESS and WAVEFRONT_TOKEN, or from the manifest's "
    "provider "
    "block; waveform keeps neither.";
constexpr const char* kWorkspaces =
    "A workspace is a state file: name it with -state=FILE, or keep a directory for each and name that with "
    "-chdir=DIR.";

constexpr TerraformWord kTerraformWords[] = {
    {"init", "There is nothing to initialise: no plugins, no backend. Start with `waveform plan`."},
    {"get", kNoModules},
    {"modules", kNoModules},
    {"providers", "There is one provider, and it is built in."},
    {"login", kAuthentication},
    {"logout", kAuthentication},
    {"workspace", kWorkspaces},
    {"env", kWorkspaces},
    {"refresh", "Use `waveform apply -refresh-only`; every plan refreshes anyway."},
    {"graph", "`waveform plan` lists the changes in the order in which apply makes them."},
    {"taint", "Use `waveform apply -replace=ADDRESS` to replace one resource."},
    {"untaint", "There are no marks: use `waveform apply -replace=ADDRESS` to replace one resource at once."},
    {"test", "`waveform simulate` serves a simulated API, to plan and apply against."},
    {"state pull", "The state is a file: waveform.state.json, or what -state names."},
    {"state push", "The state is a file: replace it while nothing runs (waveform.state.json)."},
    {"state replace-provider", "There is one provider, and it is built in."},
};

constexpr const char* kNoPlugins = "There is nothing to initialise: no plugins, no backend.";
constexpr TerraformWord kTerraformFlags[] = {
    {"allow-missing-config",
     "The block of an imported resource must be in the manifest: `import -generate=FILE ID` writes it."},
    {"backend", kNoPlugins},
    {"backend-config", "The state is named with -state=FILE."},
    {"backup", "The previous state is kept beside the state: FILE.backup."},
    {"concise", "Use -compact."},
    {"config", "Name the directory with -chdir=DIR, or the files with -f=FILE."},
    {"consolidate-warnings", "-compact-warnings shows each warning on one line."},
    {"exclude", "Name what to cover instead: -target=ADDRESS, which may be repeated."},
    {"exclude-file", "Name what to cover instead: -target=ADDRESS, which may be repeated."},
    {"force",
     "`waveform force-unlock` shows who holds the lock; -auto-approve skips the prompt of apply and "
     "destroy."},
    {"generate-config-out",
     "`waveform import -generate=FILE ID ...` writes the manifest of existing integrations."},
    {"ignore-remote-version", kNoPlugins},
    {"json-into", "Use -json, and redirect stdout."},
    {"migrate-state", kNoPlugins},
    {"module-depth", "A plan always shows everything."},
    {"no-tests", "There are no test files to leave out."},
    {"plugin-dir", kNoPlugins},
    {"reconfigure", kNoPlugins},
    {"show-sensitive", "Secrets are never shown."},
    {"state-out", "The state is written where it was read: -state=FILE."},
    {"target-file", "Use -target=ADDRESS, which may be repeated."},
    {"test-directory", "There are no test files."},
    {"upgrade", kNoPlugins},
    {"v", "Use -version."},
};

std::string find_word(std::span<const TerraformWord> words, const std::string& wanted) {
  for (const auto& [word, instead] : words) {
    if (wanted == word) return instead;
  }
  return "";
}

}  // namespace

std::string instead_of(const std::string& command) {
  return find_word(kTerraformWords, command);
}

std::string instead_of_flag(const std::string& flag) {
  return find_word(kTerraformFlags, flag);
}

base::Diags unread_variables(const base::Environment& environment) {
  base::Diags diags;
  if (const auto workspace = environment.get("TF_WORKSPACE");
      !workspace.value_or("").empty() && *workspace != "default")
    diags.warning({}, "TF_WORKSPACE is not read", "", kWorkspaces);
  for (const char* name : {"TF_LOG", "TF_LOG_PATH"}) {
    if (!environment.get(name).value_or("").empty())
      diags.warning({}, fmt::format("{} is not read", name), "", "Use -log-level=debug and -log-file=FILE.");
  }
  for (const auto& [command, flags] : environment.with_prefix("TF_CLI_ARGS")) {
    if (!flags.empty())
      diags.warning({}, fmt::format("TF_CLI_ARGS{} is not read", base::printable(command)), "",
                    "Write the flags on the command line.");
  }
  return diags;
}

}  // namespace waveform::cmd
