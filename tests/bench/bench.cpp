// Times the program against the least that anybody would need for the same, in the same run. Usage:
// bench [service|apply|evaluation] [N...]   (all; 1000 10000 50000 resources)
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string_view>

#include <curl/curl.h>
#include <fmt/format.h>

#include "tests/bench/measure.h"

namespace waveform::bench {

Measured timed(const std::function<void()>& work) {
  auto start = std::chrono::steady_clock::now();
  work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), 0};
}

Measured best_of(int runs, const std::function<Measured()>& work) {
  Measured best = work();
  for (int i = 1; i < runs; ++i) {
    Measured next = work();
    best.seconds = std::min(best.seconds, next.seconds);
    best.peak_kib = std::max(best.peak_kib, next.peak_kib);
  }
  return best;
}

Measured run_waveform(const test::TemporaryDirectory& directory, const std::vector<std::string>& arguments,
                      const std::map<std::string, std::string>& environment) {
  test::RunOptions options{.directory = directory.path(), .environment = environment, .input = {}};
  test::Run run;
  auto measured = timed([&] { run = test::run_program(WAVEFORM_BINARY, arguments, options); });
  if (run.exit_code != 0) {
    fmt::print(stderr, "waveform {} exited with {}:\n{}", arguments[0], run.exit_code,
               run.err.substr(0, 2000));
    std::exit(1);
  }
  static const Measured start =
      best_of(20, [] { return timed([] { test::run_program(WAVEFORM_BINARY, {"version"}, {}); }); });
  measured.seconds -= start.seconds;
  measured.peak_kib = run.peak_kib;
  return measured;
}

void report(const char* what, int n, Measured ours, Measured bare) {
  constexpr const char* kRow =
      "{:<18} {:>6}   waveform {:>8.3f} s   bare {:>8.3f} s   ratio {:>6.2f}   peak {:>6.1f} MiB   {:>6.1f} "
      "us\n";
  fmt::print(kRow, what, n, ours.seconds, bare.seconds, ours.seconds / bare.seconds,
             static_cast<double>(ours.peak_kib) / 1024, ours.seconds * 1e6 / n);
}

}  // namespace waveform::bench

int main(int argc, char** argv) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  struct Benchmark {
    std::string_view name;
    void (*run)(int n);
  };
  const Benchmark all[] = {{"evaluation", waveform::bench::evaluation},
                           {"service", waveform::bench::service},
                           {"apply", waveform::bench::apply}};
  int next = 1;
  std::string_view name = argc > 1 && std::atoi(argv[1]) == 0 ? argv[next++] : "";
  std::vector<int> sizes;
  for (; next < argc; ++next) sizes.push_back(std::atoi(argv[next]));
  if (sizes.empty()) sizes = {1000, 10000, 50000};
  bool known = false;
  for (const Benchmark& benchmark : all) {
    if (!name.empty() && name != benchmark.name) continue;
    known = true;
    for (int n : sizes) benchmark.run(n);
  }
  if (!known) fmt::print(stderr, "There is no benchmark {}.\n", name);
  return known ? 0 : 1;
}
