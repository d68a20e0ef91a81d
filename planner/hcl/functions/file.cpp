#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

std::vector<Function> file_functions() {
  return {};
}

}  // namespace waveform::hcl
