// import -generate: writes the manifest of existing integrations.
#pragma once

#include "cmd/session.h"

namespace waveform::cmd {

std::vector<Flag> generate_flags();  // -generate, -all, -service, -name
int generate_manifest(Session& session);

}  // namespace waveform::cmd
