// Comparing whole outputs with files that keep them.
#pragma once

#include <filesystem>
#include <string>

namespace waveform::test {

// A folder or file of the source tree: source_path("tests/planner/hcl/golden").
std::filesystem::path source_path(const std::filesystem::path& relative);

// The text of a file of the source tree; a failed check and "" when there is none.
std::string source_text(const std::filesystem::path& relative);

// Checks that `file`, relative to the source tree, holds `actual`. With WAVEFORM_ACCEPT=1 in the environment
// it writes the file instead.
void check_golden(const std::filesystem::path& file, const std::string& actual);

}  // namespace waveform::test
