#include "planner/hcl/equality.h"

namespace waveform::hcl {

namespace {

std::optional<bool> same_elements(const Typed& a, const Typed& b) {
  const auto left = elements_of(a);
  const auto right = elements_of(b);
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const auto same = equal(left[i], right[i]);
    if (same != true) return same;
  }
  return true;
}

bool same_keys(const base::Value::Map& a, const base::Value::Map& b) {
  auto other = b.begin();
  for (const auto& [name, value] : a) {
    if (other == b.end() || other->first != name) return false;
    ++other;
  }
  return other == b.end();
}

}  // namespace

std::optional<bool> equal(const Typed& a, const Typed& b) {
  if (a.value.is_unknown() || b.value.is_unknown()) return std::nullopt;
  if (a.value.is_null() || b.value.is_null()) return a.value.is_null() && b.value.is_null();
  if (a.type.is_scalar() || b.type.is_scalar()) return a.type == b.type && a.value == b.value;
  if (a.value.is_wholly_known() && b.value.is_wholly_known()) {
    return a.type == b.type && a.value == b.value;
  }
  if (a.type.has_any() || b.type.has_any()) return std::nullopt;
  if (!(a.type == b.type)) return false;
  if (a.type.kind() == Type::Kind::Set) return std::nullopt;
  if (a.value.is_map() && !same_keys(a.value.as_map(), b.value.as_map())) return false;
  return same_elements(a, b);
}

}  // namespace waveform::hcl
