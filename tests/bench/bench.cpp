// Times the program against the least that anybody would need: libcurl moving the same pages or making the
// same calls, and nlohmann/json parsing them, the state and an equally large JSON manifest, in the same run
// on the same simulator. Usage: bench [N...]   (100 1000 10000)
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>

#include <curl/curl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "provider/simulator/server.h"
#include "provider/simulator/simulator.h"
#include "tests/support/program.h"

namespace {

using waveform::test::Run;
using waveform::test::TemporaryFolder;
using Seconds = std::chrono::duration<double>;

constexpr int kPage = 1000;
constexpr const char* kRole = "arn:aws:iam::123456789012:role/wavefront";

struct Measured {
  double seconds = 0;
  long peak_kib = 0;  // of a child process; 0 when it ran in this one
};

Measured timed(const std::function<void()>& work) {
  auto start = std::chrono::steady_clock::now();
  work();
  return {Seconds(std::chrono::steady_clock::now() - start).count(), 0};
}

// The best of a few runs: the rest is noise of the machine.
Measured best_of(int runs, const std::function<Measured()>& work) {
  Measured best = work();
  for (int i = 1; i < runs; ++i) {
    Measured next = work();
    best.seconds = std::min(best.seconds, next.seconds);
    best.peak_kib = std::max(best.peak_kib, next.peak_kib);
  }
  return best;
}

class Bench {
 public:
  explicit Bench(int n)
      : n_(n),
        service_(clock_, {}),
        server_(std::move(*waveform::provider::simulator::Server::start(service_))) {
    external_id_ =
        nlohmann::json::parse(call("POST", "/api/v2/cloudintegration/awsExternalId", "{}"))["response"];
    write_manifests();
  }

  void run() {
    Measured apply = waveform({"apply", "-auto-approve"}, 0);
    Measured plan = best_of(3, [&] { return waveform({"plan", "-detailed-exitcode"}, 0); });
    Measured bare_plan = best_of(3, [&] { return timed([&] { move_and_parse(); }); });
    Measured bare_apply = timed([&] { make_all(); });
    report("plan", plan, bare_plan);
    report("apply", apply, bare_apply);
  }

 private:
  void write_manifests() {
    std::string hcl = fmt::format("locals {{\n  role = \"{}\"\n}}\n", kRole);
    nlohmann::json json;
    for (int i = 0; i < n_; ++i) {
      hcl += fmt::format(
          "resource \"wavefront_cloud_integration_cloudwatch\" \"account_{0}\" {{\n  name = \"account "
          "{0}\"\n  role_arn = local.role\n  external_id = \"{1}\"\n"
          "  namespaces = [\"AWS/EC2\", \"AWS/EBS\", \"AWS/ELB\"]\n  metric_filter_regex = "
          "\"^aws.(ec2|ebs|elb).*$\"\n  additional_tags = {{ team = \"team{0}\" }}\n}}\n",
          i, external_id_);
      json["resource"]["wavefront_cloud_integration_cloudwatch"][fmt::format("account_{}", i)] = {
          {"name", fmt::format("account {}", i)},
          {"role_arn", kRole},
          {"external_id", external_id_},
          {"namespaces", {"AWS/EC2", "AWS/EBS", "AWS/ELB"}},
          {"metric_filter_regex", "^aws.(ec2|ebs|elb).*$"},
          {"additional_tags", {{"team", fmt::format("team{}", i)}}}};
    }
    folder_.write("main.wf.hcl", hcl);
    folder_.write("manifest.json", json.dump(2));
  }

  Measured waveform(const std::vector<std::string>& arguments, int expected) {
    waveform::test::RunOptions options{
        .folder = folder_.path(),
        .environment = {{"WAVEFRONT_ADDRESS", server_.address()}, {"WAVEFRONT_TOKEN", "t"}},
        .input = {}};
    Run run;
    auto measured = timed([&] { run = waveform::test::run_program(WAVEFORM_BINARY, arguments, options); });
    if (run.exit_code != expected) {
      fmt::print(stderr, "waveform {} exited with {}:\n{}", arguments[0], run.exit_code,
                 run.err.substr(0, 2000));
      std::exit(1);
    }
    measured.peak_kib = run.peak_kib;
    return measured;
  }

  std::string call(const std::string& method, const std::string& path, const std::string& body) {
    if (curl_ == nullptr) curl_ = curl_easy_init();
    std::string answer;
    curl_easy_setopt(curl_, CURLOPT_URL, (server_.address() + path).c_str());
    curl_easy_setopt(curl_, CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(curl_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl_, CURLOPT_POSTFIELDS, body.c_str());
    if (method == "GET") curl_easy_setopt(curl_, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(
        curl_, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* to) {
          static_cast<std::string*>(to)->append(data, size * count);
          return size * count;
        });
    if (curl_easy_perform(curl_) != CURLE_OK) std::abort();
    return answer;
  }

  void move_and_parse() {
    std::size_t seen = 0;
    for (int offset = 0; offset < n_; offset += kPage) {
      auto page = nlohmann::json::parse(
          call("GET", fmt::format("/api/v2/cloudintegration?offset={}&limit={}", offset, kPage), ""));
      seen += page["response"]["items"].size();
    }
    auto state = nlohmann::json::parse(folder_.read("waveform.state.json"));
    auto manifest = nlohmann::json::parse(folder_.read("manifest.json"));
    if (static_cast<int>(seen) != n_ || state.empty() || manifest.empty()) std::abort();
  }

  // What an apply of the same manifest asks of the service: the list, the bin, the external id, and every
  // create.
  void make_all() {
    call("GET", fmt::format("/api/v2/cloudintegration?offset=0&limit={}", kPage), "");
    call("POST", "/api/v2/search/cloudintegration/deleted", "{}");
    call("GET", "/api/v2/cloudintegration/awsExternalId/" + external_id_, "");
    for (int i = 0; i < n_; ++i) {
      nlohmann::json body = {{"name", fmt::format("bare {}", i)},
                             {"service", "CLOUDWATCH"},
                             {"serviceRefreshRateInMins", 5},
                             {"additionalTags", {{"team", fmt::format("team{}", i)}}},
                             {"cloudWatch",
                              {{"baseCredentials", {{"roleArn", kRole}, {"externalId", external_id_}}},
                               {"metricFilterRegex", "^aws.(ec2|ebs|elb).*$"},
                               {"namespaces", {"AWS/EC2", "AWS/EBS", "AWS/ELB"}}}}};
      auto answer = nlohmann::json::parse(call("POST", "/api/v2/cloudintegration", body.dump()));
      if (!answer["response"].contains("id")) std::abort();
    }
  }

  void report(const char* what, Measured ours, Measured bare) const {
    fmt::print(
        "{:<6} {:>6}   waveform {:>8.3f} s   bare {:>8.3f} s   ratio {:>6.2f}   peak {:>6.1f} MiB   {:>8.1f} "
        "us each\n",
        what, n_, ours.seconds, bare.seconds, ours.seconds / bare.seconds,
        static_cast<double>(ours.peak_kib) / 1024, ours.seconds * 1e6 / n_);
  }

  int n_;
  waveform::base::SystemClock clock_;
  waveform::provider::simulator::Simulator service_;
  waveform::provider::simulator::Server server_;
  TemporaryFolder folder_;
  CURL* curl_ = nullptr;
  std::string external_id_;
};

}  // namespace

int main(int argc, char** argv) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  std::vector<int> sizes;
  for (int i = 1; i < argc; ++i) sizes.push_back(std::atoi(argv[i]));
  if (sizes.empty()) sizes = {100, 1000, 10000};
  for (int n : sizes) Bench(n).run();
  return 0;
}
