#include "cmd/command.h"

namespace waveform::cmd {

const std::vector<Flag>& global_flags() {
  static const std::vector<Flag> flags = {
      {"chdir", FlagKind::Text, "FOLDER", "Change to this folder first."},
      {"profile", FlagKind::Text, "NAME", "Log on as this profile of ~/.wavefront."},
      {"no-color", FlagKind::Switch, "", "No colours, also on a terminal."},
      {"log-level", FlagKind::Text, "off|debug|trace",
       "Log every call of the service, for its support: to stderr, or to -log-file."},
      {"log-file", FlagKind::Text, "FILE", "Log to the end of this file; alone, as -log-level=debug."},
      {"help", FlagKind::Switch, "", "What the program or the command does."},
      {"version", FlagKind::Switch, "", "Print the version."}};
  return flags;
}

std::vector<Flag> manifest_flags() {
  return {
      {"f", FlagKind::Repeated, "FILE", "Read this manifest file instead of the folder's; may be repeated."},
      {"var", FlagKind::Repeated, "NAME=VALUE", "A value for a variable; may be repeated."},
      {"var-file", FlagKind::Repeated, "FILE", "A file of such values; may be repeated."},
      {"file-root", FlagKind::Repeated, "FOLDER",
       "Let file functions read below this folder, too; may be repeated."}};
}

Flag parallelism_flag() {
  return {"parallelism", FlagKind::Text, "N",
          "Make so many calls at once, at most 100 (10); fewer while the service says that it is too much."};
}

Flag ignore_flag() {
  return {"ignore", FlagKind::Repeated, "CHECK",
          "Leave out this check, such as double-collection; may be repeated."};
}

Flag state_file_flag() {
  return {"state", FlagKind::Text, "FILE", "The state file (waveform.state.json)."};
}

std::vector<Flag> state_flags() {
  return {state_file_flag(),
          {"accept-address", FlagKind::Switch, "",
           "Use this state with another service address than the one it is pinned to."}};
}

std::vector<Flag> lock_flags() {
  return {{"lock-timeout", FlagKind::Text, "DURATION",
           "How long to wait for another run that holds the state (0s)."}};
}

std::vector<Flag> asking_flags() {
  return {
      {"auto-approve", FlagKind::Switch, "", "Do not ask."},
      {"input", FlagKind::Switch, "", "Ask when a terminal is there (default); -input=false never asks."}};
}

std::vector<Flag> operator+(std::vector<Flag> a, const std::vector<Flag>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace waveform::cmd
