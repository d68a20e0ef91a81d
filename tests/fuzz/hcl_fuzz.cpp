#include <cstddef>
#include <cstdint>

#include "tests/fuzz/hcl_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  waveform::test::run_hcl_input(std::string(data, data + size));
  return 0;
}
