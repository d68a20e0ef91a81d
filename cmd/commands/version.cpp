#include "cmd/commands/commands.h"
#include "waveform_version.h"

namespace waveform::cmd::commands {

Command version() {
  return {"version",
          "version",
          "Print the version.",
          "",
          {},
          0,
          [](Session& session) -> int {
            session.print("waveform " WAVEFORM_VERSION "\n");
            return kDone;
          },
          {{"Print the version", "waveform version"}}};
}

}  // namespace waveform::cmd::commands
