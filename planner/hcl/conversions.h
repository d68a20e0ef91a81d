// Scalars of one kind as another, by Terraform's rules. Private to planner/hcl.
#pragma once

#include <optional>
#include <vector>

#include "base/value.h"

namespace waveform::hcl {

// Each keeps the marks. None: there is no such conversion, as for null, unknown, lists and maps always.
std::optional<base::Value> to_text(const base::Value& value);
std::optional<base::Value> to_number(const base::Value& value);
std::optional<base::Value> to_bool(const base::Value& value);

inline bool is_scalar(const base::Value& value) {
  return value.is_bool() || value.is_number() || value.is_string();
}

// Scalars that stand for one thing get one kind: beside a string, numbers and bools become strings. False,
// and no change, when there is no such kind (a number beside a bool). Nulls and unknowns stay as they are,
// lists and maps too: those are the caller's business.
bool unify_scalars(std::vector<base::Value>& values);

}  // namespace waveform::hcl
