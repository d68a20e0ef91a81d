#include "provider/simulator/members.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::provider::simulator {

std::string find_stray(const base::Value& object, const std::vector<std::string>& known) {
  if (!object.is_map()) return "an object is expected";
  for (const auto& [name, member] : object.as_map()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    return fmt::format("unknown member {}. {}Expected: {}", base::quote(name), guess(name, known),
                       base::enumerate(known));
  }
  return {};
}

std::string guess(std::string_view word, const std::vector<std::string>& known) {
  const std::string near = base::did_you_mean(word, known);
  return near.empty() ? near : near + " ";
}

}  // namespace waveform::provider::simulator
