// Conversion of values between types, and the one type that several can be converted to, by Terraform's
// rules.
#pragma once

#include <optional>
#include <span>

#include "base/result.h"
#include "planner/hcl/typed.h"

namespace waveform::hcl {

// Safe: those that cannot fail (a number to a string, a tuple to a list). All: those too that depend on the
// value (a string to a number, a map to an object).
enum class Conversions { Safe, All };

// The type of the values that conversion from `from` to the constraint `to` gives: `to`, with every `any` in
// it replaced by what it stands for. None: there is no such conversion.
std::optional<Type> converted_type(const Type& from, const Type& to, Conversions allowed = Conversions::All);

// The one type that values of all these types convert to; none when there is none, or when there are no
// types.
std::optional<Type> unify(std::span<const Type> types, Conversions allowed = Conversions::All);

// Null and unknown pass, with the type. Optional members that are missing become null or their default.
// ERRORS: Invalid: "a number is required", with the way inside ("element 2: a bool is required"); never the
// value.
base::Result<Typed> convert(const Typed& value, const Type& to);

}  // namespace waveform::hcl
