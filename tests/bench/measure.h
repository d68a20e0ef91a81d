// What the benchmarks have in common.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/support/program.h"

namespace waveform::bench {

struct Measured {
  double seconds = 0;
  long peak_kib = 0;  // of a child process; 0 when it ran in this one
};

Measured timed(const std::function<void()>& work);

// The best of a few runs: the rest is noise of the machine.
Measured best_of(int runs, const std::function<Measured()>& work);

// Runs the program in a directory, without its start time; exits on failure.
Measured run_waveform(const test::TemporaryDirectory& directory, const std::vector<std::string>& arguments,
                      const std::map<std::string, std::string>& environment = {});

// A line of the table: `n` resources, with and without waveform.
void report(const char* what, int n, Measured ours, Measured bare);

// The benchmarks, of `n` resources.
void service(int n);
void evaluation(int n);
void apply(int n);

}  // namespace waveform::bench
