#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

std::vector<Function> type_functions() {
  return {};
}

}  // namespace waveform::hcl
