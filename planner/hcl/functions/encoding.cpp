#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

std::vector<Function> encoding_functions() {
  return {};
}

}  // namespace waveform::hcl
