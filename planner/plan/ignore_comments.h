// Comments that switch checks of the domain off: "# waveform:ignore ID, ID and why". Pure.
#pragma once

#include <string_view>

#include "base/diag.h"
#include "base/source.h"

namespace waveform::planner {

// By a comment on the line where the range begins, or on the comment lines right above it. In JSON the
// comment is the value of "//".
bool is_ignored_at(const base::Range& place, std::string_view check);

// Warnings of comments that name no check there is.
void check_ignore_comments(const base::Sources& sources, base::Diags& diags);

}  // namespace waveform::planner
