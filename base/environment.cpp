#include "base/environment.h"

#include <string_view>

#include <unistd.h>

namespace waveform::base {

std::optional<std::string> MapEnvironment::get(const std::string& name) const {
  auto found = variables_.find(name);
  if (found == variables_.end()) return std::nullopt;
  return found->second;
}

std::map<std::string, std::string> MapEnvironment::with_prefix(const std::string& prefix) const {
  std::map<std::string, std::string> found;
  for (auto it = variables_.lower_bound(prefix); it != variables_.end() && it->first.starts_with(prefix);
       ++it) {
    found.emplace(it->first.substr(prefix.size()), it->second);
  }
  return found;
}

MapEnvironment process_environment() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    std::string_view text = *entry;
    auto equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return MapEnvironment(std::move(variables));
}

}  // namespace waveform::base
