// The status of integrations as a table and as JSON (docs/commands.md). Pure.
#pragma once

#include <string>

#include "planner/live/status.h"
#include "planner/render/style.h"

namespace waveform::render {

// Times as "3 min ago"; columns as wide as their contents, errors on separate lines.
std::string status_text(const planner::Status& status, const TextStyle& style);
std::string status_json(const planner::Status& status, const std::string& service_address, int indent = 2);

}  // namespace waveform::render
