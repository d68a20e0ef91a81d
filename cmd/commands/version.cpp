#include <sys/utsname.h>

#include "base/json.h"
#include "cmd/commands/commands.h"
#include "waveform_version.h"

namespace waveform::cmd::commands {

namespace {

// In Terraform's form: "linux_amd64".
std::string platform() {
  utsname machine{};
  uname(&machine);
  const std::string name = machine.machine;
  return "linux_" + (name == "x86_64" ? "amd64" : name == "aarch64" ? "arm64" : name);
}

}  // namespace

Command version() {
  return {
      "version",
      "version",
      "Print the version.",
      "",
      {{"json", FlagKind::Switch, "", "Print JSON."}},
      0,
      [](Session& session) -> int {
        const base::Value facts(base::Value::Map{{"version", WAVEFORM_VERSION}, {"platform", platform()}});
        session.print(session.arguments().on("json") ? base::write_json(facts, session.json_indent()) + "\n"
                                                     : "waveform " WAVEFORM_VERSION "\n");
        return kDone;
      },
      {{"Print the version", "waveform version"}}};
}

}  // namespace waveform::cmd::commands
