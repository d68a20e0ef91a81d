#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <fmt/format.h>

#include "tests/fuzz/format_input.h"
#include "tests/fuzz/hcl_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  waveform::test::run_hcl_input(text);
  if (const std::string fault = waveform::test::format_fault(text); !fault.empty()) {
    fmt::print(stderr, "The formatted text {}.\n", fault);
    std::abort();
  }
  if (const std::string fault = waveform::test::print_fault(text); !fault.empty()) {
    fmt::print(stderr, "The printed tree {}.\n", fault);
    std::abort();
  }
  return 0;
}
