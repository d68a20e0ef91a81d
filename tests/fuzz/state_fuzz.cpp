// A state file and a journal may hold anything: reading them fails, or gives what can be written and read
// again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "state/codec.h"
#include "state/journal.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(data, data + size);
  if (auto snapshot = waveform::state::decode(text)) {
    std::string written = waveform::state::encode(*snapshot);
    auto again = waveform::state::decode(written);
    if (!again || waveform::state::encode(*again) != written) std::abort();
  }
  waveform::state::Snapshot snapshot;
  snapshot.lineage = "lineage";
  (void)waveform::state::replay(snapshot, text);
  return 0;
}
