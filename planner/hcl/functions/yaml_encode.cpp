#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

std::vector<Function> yaml_functions() {
  return {};
}

}  // namespace waveform::hcl
