// Any scenario: reading it fails, or it can be played and requests get responses.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "provider/simulator/scenario.h"
#include "provider/simulator/simulator.h"
#include "tests/support/fake_clock.h"

namespace simulator = waveform::provider::simulator;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const auto scenario = simulator::read_scenario(text, {});
  if (!scenario) return 0;
  waveform::base::FakeClock clock;
  simulator::Simulator service(clock, scenario->options);
  (void)simulator::play(*scenario, service);
  for (const char* method : {"GET", "POST", "PUT", "DELETE"}) {
    (void)service.handle({method, "/api/v2/cloudintegration/one", {}, text});
    (void)service.handle({method, "/api/v2/cloudintegration", {}, text});
  }
  (void)service.changes();
  return 0;
}
