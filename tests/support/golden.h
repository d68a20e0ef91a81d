// Comparing whole outputs with golden files.
#pragma once

#include <filesystem>
#include <string>

namespace waveform::test {

// A directory or file of the source tree: source_path("tests/planner/hcl/golden").
std::filesystem::path source_path(const std::filesystem::path& relative);

// The content of a file in the source tree; a failed check and "" if it does not exist.
std::string source_text(const std::filesystem::path& relative);

// Checks that `file`, relative to the source tree, contains `actual`. With WAVEFORM_ACCEPT=1 in the
// environment it writes the file instead.
void check_golden(const std::filesystem::path& file, const std::string& actual);

}  // namespace waveform::test
