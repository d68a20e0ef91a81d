// What is known of a JSON text that is being read. Private to planner/hcl.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/diag.h"
#include "base/source.h"

namespace waveform::hcl {

// How far reading got when the text turned out not to be JSON.
struct JsonBreak {
  enum class After { Nothing, OpenObject, OpenArray, Key, Member, Item, All };
  After after = After::Nothing;
  std::uint32_t at = 0;  // the end of the last token that was understood, commas and colons apart
  base::Range opener;    // the innermost { or [ that is open; no source when there is none
};

// One error that says what is wrong at that place and what was expected.
void explain_json_break(const base::Source& source, const JsonBreak& where, base::Diags& diags);

}  // namespace waveform::hcl
