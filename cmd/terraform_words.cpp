#include "cmd/command.h"

namespace waveform::cmd {

namespace {

struct TerraformWord {
  const char* command;
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

}  // namespace

std::string instead_of(const std::string& command) {
  for (const auto& word : kTerraformWords) {
    if (command == word.command) return word.instead;
  }
  return "";
}

}  // namespace waveform::cmd
