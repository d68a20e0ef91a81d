// yamldecode() and yamlencode(). Private to planner/hcl/functions.
#pragma once

#include "planner/hcl/function.h"

namespace waveform::hcl {

Called call_yamldecode(std::span<const Typed> given, const CallContext& context);
Called call_yamlencode(std::span<const Typed> given, const CallContext& context);

}  // namespace waveform::hcl
