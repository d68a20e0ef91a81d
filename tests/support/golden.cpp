#include "tests/support/golden.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

#include <doctest/doctest.h>

#include "base/file.h"

namespace waveform::test {

std::filesystem::path source_path(const std::filesystem::path& relative) {
  return std::filesystem::path(WAVEFORM_SOURCE_DIR) / relative;
}

std::string source_text(const std::filesystem::path& relative) {
  const auto text = base::read_file(source_path(relative));
  CHECK_MESSAGE(text.has_value(), relative.string());
  return text.value_or("");
}

void check_golden(const std::filesystem::path& file, const std::string& actual) {
  const char* accept = std::getenv("WAVEFORM_ACCEPT");
  if (accept && std::string_view(accept) == "1") {
    std::ofstream out(source_path(file), std::ios::binary | std::ios::trunc);
    out << actual;
    CHECK_MESSAGE(out.good(), file.string());
    return;
  }
  INFO("golden file: ", file.string(), " (WAVEFORM_ACCEPT=1 rewrites it)");
  CHECK(source_text(file) == actual);
}

}  // namespace waveform::test
