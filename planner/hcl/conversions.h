// Conversions of scalars, by Terraform's rules. Private to planner/hcl.
#pragma once

#include <optional>
#include <string_view>

#include "base/value.h"

namespace waveform::hcl {

// Each keeps the marks. Empty: no such conversion, as always for null, unknown, lists and maps.
std::optional<base::Value> to_text(const base::Value& value);
std::optional<base::Value> to_number(const base::Value& value);
std::optional<base::Value> to_bool(const base::Value& value);

// Parses a number: "5", "+5", "1.5e3". Empty for any other string, and for whole numbers beyond 64 bits.
std::optional<base::Value> number_of_text(std::string_view text);

// A number in its normal form; empty for whole numbers beyond 64 bits, infinity and NaN.
std::optional<base::Value> in_range(double number);

}  // namespace waveform::hcl
