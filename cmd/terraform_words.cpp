#include "cmd/terraform_words.h"

namespace waveform::cmd {

namespace {

struct TerraformWord {
  const char* command;
  const char* instead;
};

constexpr const char* kNoModules = "Manifests have no modules, so there is nothing to fetch.";
constexpr const char* kLogOn =
    "The address and the token come from WAVEFRONT_ADDRESS and WAVEFRONT_TOKEN, or from the manifest's "
    "provider "
    "block; waveform keeps neither.";
constexpr const char* kWorkspaces =
    "A workspace is a state file: name it with -state=FILE, or keep a folder for each and name that with "
    "-chdir=FOLDER.";

constexpr TerraformWord kTerraformWords[] = {
    {"init", "There is nothing to initialise: no plugins, no backend. Begin with `waveform plan`."},
    {"get", kNoModules},
    {"modules", kNoModules},
    {"providers", "There is one provider, and it is built in."},
    {"login", kLogOn},
    {"logout", kLogOn},
    {"workspace", kWorkspaces},
    {"env", kWorkspaces},
    {"refresh",
     "`waveform apply -refresh-only` takes into the state what was changed outside; every plan asks the "
     "service first anyway."},
    {"graph", "`waveform plan` lists what would be done in the order in which apply does it."},
    {"taint", "`waveform apply -replace=ADDRESS` makes one resource anew."},
    {"untaint", "Nothing is ever marked: `waveform apply -replace=ADDRESS` makes one resource anew at once."},
    {"test", "`waveform simulate` serves a stand-in of the service, to plan and apply against."},
    {"state pull", "The state is a file: waveform.state.json, or what -state names."},
    {"state push", "The state is a file: put it in its place while nothing runs (waveform.state.json)."},
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
