#include "tests/support/disk.h"

#include <cstdlib>
#include <fstream>

namespace waveform::test {

std::map<std::string, std::string> disk_environment(const std::filesystem::path& directory,
                                                    const DiskFault& fault,
                                                    const std::filesystem::path& log) {
  const char* sanitizer = std::getenv("ASAN_OPTIONS");
  return {{"LD_PRELOAD", WAVEFORM_DISK_SHIM},
          {"ASAN_OPTIONS", std::string(sanitizer ? sanitizer : "") + ":verify_asan_link_order=0"},
          {"WAVEFORM_DISK_DIRECTORY", std::filesystem::canonical(directory).string()},
          {"WAVEFORM_DISK_DO", fault.what},
          {"WAVEFORM_DISK_AT", std::to_string(fault.at)},
          {"WAVEFORM_DISK_KIND", fault.kind},
          {"WAVEFORM_DISK_TEXT", fault.text},
          {"WAVEFORM_DISK_LOG", log.string()}};
}

std::vector<std::string> take_disk_log(const std::filesystem::path& log) {
  std::vector<std::string> calls;
  std::ifstream file(log);
  for (std::string line; std::getline(file, line);) calls.push_back(line);
  std::filesystem::remove(log);
  return calls;
}

}  // namespace waveform::test
