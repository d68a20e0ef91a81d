// Plans of every kind, made by hand: what each format of a plan is tested with.
//
// The same in every run: times, versions and ids are fixed. A sample's name can be a file's name. The views
// of a report (`resources`, `drift`) fit its changes: `before` and `after` have every attribute, `after` of
// what is created has Unknown where the service decides. No sample has a secret in it. Wherever a string of
// the user or of the service can stand, the samples named "hostile-..." have one that tries to break out.
#pragma once

#include <string>
#include <vector>

#include "planner/report/report.h"

namespace waveform::test {

struct Sample {
  std::string name;
  planner::Report report;
};

// In a fixed order; "many", with 5,000 changes, is the last.
std::vector<Sample> catalogue();

// What the samples named "hostile-..." are made of.
std::vector<std::string> hostile_texts();

}  // namespace waveform::test
