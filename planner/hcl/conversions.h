// Scalars of one kind as another, by Terraform's rules. Private to planner/hcl.
#pragma once

#include <optional>
#include <string_view>

#include "base/value.h"

namespace waveform::hcl {

// Each keeps the marks. None: there is no such conversion, as for null, unknown, lists and maps always.
std::optional<base::Value> to_text(const base::Value& value);
std::optional<base::Value> to_number(const base::Value& value);
std::optional<base::Value> to_bool(const base::Value& value);

// The number that a text is of: "5", "+5", "1.5e3". None for every other text, and for whole numbers beyond
// 64 bits.
std::optional<base::Value> number_of_text(std::string_view text);

// A number as it is kept; none when it is whole and beyond 64 bits, infinite or no number.
std::optional<base::Value> in_range(double number);

}  // namespace waveform::hcl
