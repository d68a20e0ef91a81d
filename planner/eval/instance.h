// One resource instance of the manifest.
#pragma once

#include <set>

#include "base/address.h"
#include "planner/config/config.h"
#include "planner/hcl/typed.h"

namespace waveform::planner {

struct Instance {
  const ResourceBlock* block = nullptr;
  hcl::Typed each_value = {};          // with for_each
  std::set<base::Address> needs = {};  // the resources in its references and depends_on
};

// The result of an unknown for_each or count: an error, or (Placeholder, for validate) one resource without a
// key, whose each.key and count.index are unknown.
enum class UnknownKeys { Error, Placeholder };

}  // namespace waveform::planner
