// One resource that the manifest wants.
#pragma once

#include <set>

#include "base/address.h"
#include "planner/config/config.h"
#include "planner/hcl/typed.h"

namespace waveform::planner {

struct Instance {
  const ResourceBlock* block = nullptr;
  hcl::Typed each_value = {};          // with for_each
  std::set<base::Address> needs = {};  // the resources that it refers to, and those of depends_on
};

// What for_each and count come to when they are not known: an error, or (Placeholder) one resource without a
// key, whose each.key and count.index are unknown, for checks of the manifest alone.
enum class UnknownKeys { Error, Placeholder };

}  // namespace waveform::planner
