// The parts of the catalogue that stand in files of their own; for catalogue.cpp alone.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/planner/render/catalogue.h"

namespace waveform::test {

inline constexpr std::int64_t kWhen = 1'714'561'200'000;  // 2024-05-01T11:00:00Z

void add_texts(std::vector<Sample>& samples);    // of other scripts, and long ones
void add_hostile(std::vector<Sample>& samples);  // that try to break out of a format
void add_large(std::vector<Sample>& samples);    // something of everything, and much of it

}  // namespace waveform::test
