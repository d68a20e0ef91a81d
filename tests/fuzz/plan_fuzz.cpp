// A plan file with a digest that fits may hold anything: reading it fails, or gives what can be written and
// read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/digest.h"
#include "base/json.h"
#include "planner/report/plan_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using waveform::base::Value;
  auto plan = waveform::base::parse_json(std::string(data, data + size));
  if (!plan) return 0;
  Value root(Value::Map{{"digest", waveform::base::sha256_hex(waveform::base::write_json(*plan))},
                        {"format", "waveform-plan"},
                        {"plan", *plan},
                        {"version", 1}});
  auto saved = waveform::planner::decode_plan(waveform::base::write_json(root));
  if (!saved) return 0;
  auto written = waveform::planner::encode_plan(saved->report);
  auto again = waveform::planner::decode_plan(written.text);
  if (!again || waveform::planner::encode_plan(again->report).text != written.text) std::abort();
  return 0;
}
