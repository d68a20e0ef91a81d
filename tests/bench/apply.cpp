// Creates, updates and deletes of n integrations, against what no client can beat: the calls one after the
// other in as many lanes as there are, and libcurl alone making the same calls in as many threads.
#include <atomic>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "provider/simulator/server.h"
#include "provider/simulator/simulator.h"
#include "tests/bench/lane.h"
#include "tests/bench/measure.h"

namespace waveform::bench {

namespace {

struct Setting {
  int n;
  int latency_millis;
  int width;
};

class ApplyBench {
 public:
  explicit ApplyBench(Setting setting)
      : setting_(setting),
        service_(clock_, options(setting)),
        server_(std::move(*provider::simulator::Server::start(service_))) {}

  void run() {
    write_manifest("a", 5);
    auto created = apply();
    write_manifest("a", 7);
    auto updated = apply();
    directory_.write("main.wf.hcl", "");
    auto deleted = apply();
    std::vector<std::string> ids(static_cast<std::size_t>(setting_.n));
    tell("create", 1, created,
         [&](Lane& lane, std::size_t i) { ids[i] = lane.call("POST", kPath, body(i, 5))["response"]["id"]; });
    tell("update", 2, updated, [&](Lane& lane, std::size_t i) {
      auto got = lane.call("GET", fmt::format("{}/{}", kPath, ids[i]))["response"];
      got.erase("lastErrorEvent");
      got["serviceRefreshRateInMins"] = 7;
      lane.call("PUT", fmt::format("{}/{}", kPath, ids[i]), got.dump());
    });
    tell("delete", 2, deleted, [&](Lane& lane, std::size_t i) {
      lane.call("GET", fmt::format("{}/{}", kPath, ids[i]));
      lane.call("DELETE", fmt::format("{}/{}?skipTrash=false", kPath, ids[i]));
    });
  }

 private:
  static provider::simulator::Options options(Setting setting) {
    provider::simulator::Options options;
    options.latency = base::Millis(setting.latency_millis);
    return options;
  }

  // GCP: no call is needed but the one.
  void write_manifest(const std::string& label, int rate) {
    std::string text;
    for (int i = 0; i < setting_.n; ++i) {
      text += fmt::format(
          "resource \"wavefront_cloud_integration_gcp\" \"{0}{1}\" {{\n  name = \"project {1}\"\n  "
          "project_id = "
          "\"project-{1}\"\n  json_key = \"{{}}\"\n  service_refresh_rate_in_minutes = {2}\n}}\n",
          label, i, rate);
    }
    directory_.write("main.wf.hcl", text);
  }
  static std::string body(std::size_t i, int rate) {
    return nlohmann::json{{"name", fmt::format("bare {}", i)},
                          {"service", "GCP"},
                          {"serviceRefreshRateInMins", rate},
                          {"gcp", {{"projectId", fmt::format("project-{}", i)}, {"gcpJsonKey", "{}"}}}}
        .dump();
  }

  // Without what a plan of the same takes: that is another benchmark's.
  Measured apply() {
    auto plan = waveform({"plan"});
    auto apply = waveform({"apply", "-auto-approve", fmt::format("-parallelism={}", setting_.width)});
    apply.seconds -= plan.seconds;
    return apply;
  }
  Measured waveform(const std::vector<std::string>& arguments) {
    return run_waveform(directory_, arguments,
                        {{"WAVEFRONT_ADDRESS", server_.address()}, {"WAVEFRONT_TOKEN", "t"}});
  }

  void tell(const char* what, int calls, Measured ours,
            const std::function<void(Lane& lane, std::size_t i)>& change) {
    auto bare = timed([&] {
      std::atomic<std::size_t> next = 0;
      std::vector<std::thread> lanes;
      for (int lane = 0; lane < setting_.width; ++lane) {
        lanes.emplace_back([&] {
          Lane own(server_.address());
          for (auto i = next++; i < static_cast<std::size_t>(setting_.n); i = next++) change(own, i);
        });
      }
      for (auto& lane : lanes) lane.join();
    });
    const double bound =
        static_cast<double>(setting_.n) * calls * setting_.latency_millis / 1000 / setting_.width;
    report(fmt::format("{} {} ms x{}", what, setting_.latency_millis, setting_.width).c_str(), setting_.n,
           ours, bare);
    if (bound > 0)
      fmt::print("{:<24} {:>30} bound {:>8.3f} s   ratio {:>6.2f}\n", "", "", bound, ours.seconds / bound);
  }

  Setting setting_;
  base::SystemClock clock_;
  provider::simulator::Simulator service_;
  provider::simulator::Server server_;
  test::TemporaryDirectory directory_;
};

}  // namespace

void apply(int n) {
  for (int latency : {0, 20}) {
    for (int width : {1, 10, 50}) {
      // One after the other, each with latency: what that shows shows at 1,000, too.
      if (latency == 0 || n * latency / width <= 30'000) ApplyBench({n, latency, width}).run();
    }
  }
}

}  // namespace waveform::bench
