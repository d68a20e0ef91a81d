#include "cmd/command.h"

namespace waveform::cmd {

const std::vector<Flag>& global_flags() {
  static const std::vector<Flag> flags = {
      {"chdir", FlagKind::Text, "DIR", "Change to this directory first."},
      {"profile", FlagKind::Text, "NAME", "Authenticate with this profile of ~/.wavefront."},
      {"no-color", FlagKind::Switch, "", "Never use colours."},
      {"log-level", FlagKind::Text, "off|debug|trace",
       "Log all API requests, for a support case, to stderr or -log-file."},
      {"log-file", FlagKind::Text, "FILE", "Append the log to this file; implies -log-level=debug."},
      {"help", FlagKind::Switch, "", "Print the help of the program or command."},
      {"version", FlagKind::Switch, "", "Print the version."}};
  return flags;
}

std::vector<Flag> manifest_flags() {
  return {{"f", FlagKind::Repeated, "FILE",
           "Read this manifest file instead of those in the directory; may be repeated."},
          {"var", FlagKind::Repeated, "NAME=VALUE", "Set a variable; may be repeated."},
          {"var-file", FlagKind::Repeated, "FILE", "Set variables from a file; may be repeated."},
          {"file-root", FlagKind::Repeated, "DIR",
           "Also allow file functions to read below this directory; may be repeated."},
          {"compact-warnings", FlagKind::Switch, "", "Show each warning on one line."}};
}

Flag parallelism_flag() {
  return {"parallelism", FlagKind::Text, "N",
          "Limit concurrent requests (default 10, at most 100); reduced while the service throttles."};
}

Flag ignore_flag() {
  return {"ignore", FlagKind::Repeated, "CHECK",
          "Ignore this lint check, such as double-collection; may be repeated."};
}

Flag state_file_flag() {
  return {"state", FlagKind::Text, "FILE", "The state file (waveform.state.json)."};
}

std::vector<Flag> state_flags() {
  return {state_file_flag(),
          {"accept-address", FlagKind::Switch, "",
           "Allow a service address other than the one that the state is pinned to."}};
}

std::vector<Flag> lock_flags() {
  return {{"lock", FlagKind::Switch, "",
           "Always on where the state is written; -lock=false is accepted where it is only read."},
          {"lock-timeout", FlagKind::Text, "DURATION",
           "How long to wait for the lock of the state (0s); reading takes none."}};
}

std::vector<Flag> asking_flags() {
  return {{"auto-approve", FlagKind::Switch, "", "Skip the approval prompt."},
          {"input", FlagKind::Switch, "",
           "Prompt when there is a terminal (default); -input=false never prompts."}};
}

std::vector<Flag> operator+(std::vector<Flag> a, const std::vector<Flag>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace waveform::cmd
