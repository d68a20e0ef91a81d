// What a plain text in YAML is: a number, a bool, null, a time or just text. Private to
// planner/hcl/functions.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "planner/hcl/typed.h"

namespace waveform::hcl {

// `tag` as the parser has it: "?" for a plain text without one, "!" for one in quotes, otherwise an address
// as "tag:yaml.org,2002:int". The error says what is wrong, never with the text.
tl::expected<Typed, std::string> yaml_scalar(std::string_view tag, const std::string& text);

}  // namespace waveform::hcl
