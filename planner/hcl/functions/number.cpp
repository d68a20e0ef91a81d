#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

std::vector<Function> number_functions() {
  return {};
}

}  // namespace waveform::hcl
