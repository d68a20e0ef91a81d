#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

std::vector<Function> collection_functions() {
  return {};
}

}  // namespace waveform::hcl
