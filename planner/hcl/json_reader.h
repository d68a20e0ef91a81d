// The state of reading a JSON document. Private to planner/hcl.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/diag.h"
#include "base/source.h"

namespace waveform::hcl {

// The position where the document stopped being JSON.
struct JsonBreak {
  enum class After { Nothing, OpenObject, OpenArray, Key, Member, Item, All };
  After after = After::Nothing;
  std::uint32_t at = 0;  // the end of the last valid token, except commas and colons
  base::Range opener;    // the innermost { or [ that is open; no source when there is none
};

// One error with the problem at this place and the expectation.
void explain_json_break(const base::Source& source, const JsonBreak& where, base::Diags& diags);

}  // namespace waveform::hcl
