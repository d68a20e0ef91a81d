// Values of expressions as values of attributes.
#pragma once

#include "base/result.h"
#include "planner/hcl/typed.h"
#include "provider/schema.h"

namespace waveform::planner {

// The members of objects are optional.
hcl::Type attribute_type(const provider::Attribute& attribute);

// By hcl::convert, and: an object becomes a list of one, a member that is "" becomes null, other nulls inside
// are refused; a secret that is JSON loses its byte order mark. Null and unknown stay unchanged, marks are
// kept. ERRORS: Invalid: "Expected a string, found a list", never with the value.
base::Result<base::Value> convert(const provider::Attribute& attribute, hcl::Typed value);

}  // namespace waveform::planner
