#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

std::vector<Function> string_functions() {
  return {};
}

}  // namespace waveform::hcl
