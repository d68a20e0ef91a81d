// The state that a command works on.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "cmd/session.h"
#include "state/backend/backend.h"
#include "state/store.h"

namespace waveform::cmd {

inline constexpr const char* kUsualState = "waveform.state.json";

// -state, else waveform.state.json.
std::unique_ptr<state::Backend> open_backend(Session& session);
std::unique_ptr<state::Backend> open_backend(const std::string& file);

// The state, locked; waits up to -lock-timeout for another run to end.
base::Result<state::Writer> open_writer(Session& session, state::Backend& backend);

}  // namespace waveform::cmd
