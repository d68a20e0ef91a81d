// The type of a plain YAML scalar: a number, a bool, null, a time or a string. Private to
// planner/hcl/functions.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "planner/hcl/typed.h"

namespace waveform::hcl {

// `tag` from the parser: "?" for a plain scalar without one, "!" for a quoted one, otherwise a URI such as
// "tag:yaml.org,2002:int". Errors never contain the value.
tl::expected<Typed, std::string> yaml_scalar(std::string_view tag, const std::string& text);

}  // namespace waveform::hcl
