// Conversion of values between types, and the common type of several, by Terraform's rules.
#pragma once

#include <optional>
#include <span>

#include "base/result.h"
#include "planner/hcl/typed.h"

namespace waveform::hcl {

// Safe: those that cannot fail (a number to a string, a tuple to a list). All: also those that depend on the
// value (a string to a number, a map to an object).
enum class Conversions { Safe, All };

// The type after conversion from `from` to the constraint `to`: `to`, with every `any` resolved. Empty: no
// such conversion.
std::optional<Type> converted_type(const Type& from, const Type& to, Conversions allowed = Conversions::All);

// The common type that all these types convert to; empty when there is none, or without types.
std::optional<Type> unify(std::span<const Type> types, Conversions allowed = Conversions::All);

// Null and unknown get the type. Optional members that are missing become null or their default. ERRORS:
// Invalid: "a number is required", with the path ("element 2: a bool is required"); never the value.
base::Result<Typed> convert(const Typed& value, const Type& to);

}  // namespace waveform::hcl
