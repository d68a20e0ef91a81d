#include "base/http/transport.h"

#include "base/text.h"

namespace waveform::http {

std::string_view header(const Headers& headers, std::string_view name) {
  const std::string wanted = base::lower(name);
  for (const auto& [key, value] : headers) {
    if (base::lower(key) == wanted) return value;
  }
  return {};
}

}  // namespace waveform::http
