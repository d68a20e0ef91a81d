#include "planner/hcl/functions.h"

namespace waveform::hcl {

std::string_view why_refused(std::string_view) {
  return {};
}

}  // namespace waveform::hcl
