// plan and apply against the least that anybody would need: libcurl moving the same pages or making the same
// calls, and nlohmann/json parsing them, the state and an equally large JSON manifest.
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "provider/simulator/server.h"
#include "provider/simulator/simulator.h"
#include "tests/bench/lane.h"
#include "tests/bench/measure.h"

namespace waveform::bench {

namespace {

constexpr int kPage = 1000;
constexpr const char* kRole = "arn:aws:iam::123456789012:role/wavefront";

class ServiceBench {
 public:
  explicit ServiceBench(int n)
      : n_(n),
        service_(clock_, {}),
        server_(std::move(*provider::simulator::Server::start(service_))),
        lane_(server_.address()) {
    external_id_ = lane_.call("POST", fmt::format("{}/awsExternalId", kPath), "{}")["response"];
    write_manifests();
  }

  void run() {
    Measured apply = waveform({"apply", "-auto-approve"});
    Measured plan = best_of(3, [&] { return waveform({"plan", "-detailed-exitcode"}); });
    Measured bare_plan = best_of(3, [&] { return timed([&] { move_and_parse(); }); });
    Measured bare_apply = timed([&] { make_all(); });
    report("plan", n_, plan, bare_plan);
    report("apply", n_, apply, bare_apply);
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
    directory_.write("main.wf.hcl", hcl);
    directory_.write("manifest.json", json.dump(2));
  }

  Measured waveform(const std::vector<std::string>& arguments) {
    return run_waveform(directory_, arguments,
                        {{"WAVEFRONT_ADDRESS", server_.address()}, {"WAVEFRONT_TOKEN", "t"}});
  }

  void move_and_parse() {
    std::size_t seen = 0;
    for (int offset = 0; offset < n_; offset += kPage) {
      auto page = lane_.call("GET", fmt::format("{}?offset={}&limit={}", kPath, offset, kPage));
      seen += page["response"]["items"].size();
    }
    auto state = nlohmann::json::parse(directory_.read("waveform.state.json"));
    auto manifest = nlohmann::json::parse(directory_.read("manifest.json"));
    if (static_cast<int>(seen) != n_ || state.empty() || manifest.empty()) std::abort();
  }

  // What an apply of the same manifest reads from the service: the list, the recycle bin, the external id,
  // and every create.
  void make_all() {
    lane_.call("GET", fmt::format("{}?offset=0&limit={}", kPath, kPage));
    lane_.call("POST", "/api/v2/search/cloudintegration/deleted", "{}");
    lane_.call("GET", fmt::format("{}/awsExternalId/{}", kPath, external_id_));
    for (int i = 0; i < n_; ++i) {
      nlohmann::json body = {{"name", fmt::format("bare {}", i)},
                             {"service", "CLOUDWATCH"},
                             {"serviceRefreshRateInMins", 5},
                             {"additionalTags", {{"team", fmt::format("team{}", i)}}},
                             {"cloudWatch",
                              {{"baseCredentials", {{"roleArn", kRole}, {"externalId", external_id_}}},
                               {"metricFilterRegex", "^aws.(ec2|ebs|elb).*$"},
                               {"namespaces", {"AWS/EC2", "AWS/EBS", "AWS/ELB"}}}}};
      auto answer = lane_.call("POST", kPath, body.dump());
      if (!answer["response"].contains("id")) std::abort();
    }
  }

  int n_;
  base::SystemClock clock_;
  provider::simulator::Simulator service_;
  provider::simulator::Server server_;
  test::TemporaryDirectory directory_;
  Lane lane_;
  std::string external_id_;
};

}  // namespace

void service(int n) {
  ServiceBench(n).run();
}

}  // namespace waveform::bench
