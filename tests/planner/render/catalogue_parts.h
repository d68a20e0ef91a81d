// The parts of the catalogue that stand in files of their own; for catalogue.cpp alone.
#pragma once

#include <vector>

#include "tests/planner/render/catalogue.h"

namespace waveform::test {

void add_texts(std::vector<Sample>& samples);    // of other scripts, and long ones
void add_hostile(std::vector<Sample>& samples);  // that try to break out of a format
void add_large(std::vector<Sample>& samples);    // something of everything, and much of it

}  // namespace waveform::test
