// Comments that ignore lint checks: "# waveform:ignore ID, ID and why". Pure.
#pragma once

#include <string_view>

#include "base/diag.h"
#include "base/source.h"

namespace waveform::planner {

// Looks at the first line of the range and the comment lines directly above it; in JSON, at values of "//".
bool is_ignored_at(const base::Range& place, std::string_view check);

// Warnings about comments that name unknown checks.
void check_ignore_comments(const base::Sources& sources, base::Diags& diags);

}  // namespace waveform::planner
