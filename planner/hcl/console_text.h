// A value as Terraform's console prints it: as an expression that gives the same value of the same type.
#pragma once

#include <string>

#include "planner/hcl/typed.h"

namespace waveform::hcl {

// Several lines, without a line end after the last. "(sensitive value)", "(external id)" and "(known after
// apply)" stand in the place of what is not shown; strings have escapes for what could move the cursor.
std::string console_text(const Typed& value);

// "list of string", "object": a type in words, as messages of Terraform have it.
std::string type_words(const Type& type);

}  // namespace waveform::hcl
