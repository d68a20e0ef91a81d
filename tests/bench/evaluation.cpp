// Reading and evaluating a manifest (`validate`), against nlohmann/json parsing a JSON manifest of the same
// resources, expressions written out: no smaller a file than the one of blocks.
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/bench/measure.h"

namespace waveform::bench {

namespace {

constexpr const char* kAttributes = R"(
  name                = "account ${KEY}"
  role_arn            = "arn:aws:iam::${KEY}:role/${local.role}"
  external_id         = wavefront_cloud_integration_aws_external_id.main.id
  namespaces          = ["AWS/EC2", "AWS/EBS", "AWS/ELB"]
  metric_filter_regex = "^aws.(ec2|ebs|elb).*$"
  additional_tags     = { team = upper("team${tonumber(KEY) % 7}"), role = local.role }
}
)";

std::string attributes(const std::string& key) {
  std::string text = kAttributes;
  for (std::size_t at = 0; (at = text.find("KEY", at)) != std::string::npos;) text.replace(at, 3, key);
  return text;
}

std::string account(int i) {
  return std::to_string(100'000'000'000 + i);
}

constexpr const char* kHead = R"(locals {
  role = "wavefront"
}

resource "wavefront_cloud_integration_aws_external_id" "main" {}
)";

std::string blocks(int n) {
  std::string text = kHead;
  for (int i = 0; i < n; ++i) {
    text += fmt::format("\nresource \"wavefront_cloud_integration_cloudwatch\" \"account_{}\" {{", i);
    text += attributes(fmt::format("\"{}\"", account(i)));
  }
  return text;
}

// Two blocks of half as many, the second for each of the first.
std::string chained(int n) {
  constexpr const char* kText = R"(locals {{
  lines = split("\n", trimspace(file("accounts.csv")))
}}

resource "wavefront_cloud_integration_aws_external_id" "a" {{
  for_each = toset(slice(local.lines, 1, {} + 1))
}}

resource "wavefront_cloud_integration_ec2" "a" {{
  for_each    = wavefront_cloud_integration_aws_external_id.a
  name        = each.key
  role_arn    = "arn:aws:iam::${{each.key}}:role/wavefront"
  external_id = each.value.id
}}
)";
  return fmt::format(kText, n / 2);
}

// One block over a CSV file, and an output over all of its instances.
std::string for_each() {
  return std::string(kHead) +
         "\nresource \"wavefront_cloud_integration_cloudwatch\" \"account\" {\n"
         "  for_each = { for row in csvdecode(file(\"accounts.csv\")) : row.account => row }\n" +
         attributes("each.key") +
         "\noutput \"names\" {\n"
         "  value = { for key, one in wavefront_cloud_integration_cloudwatch.account : key => one.name "
         "}\n}\n";
}

std::string json(int n) {
  nlohmann::json all;
  for (int i = 0; i < n; ++i) {
    all["resource"]["wavefront_cloud_integration_cloudwatch"][fmt::format("account_{}", i)] = {
        {"name", "account " + account(i)},
        {"role_arn", fmt::format("arn:aws:iam::{}:role/wavefront", account(i))},
        {"external_id", "${wavefront_cloud_integration_aws_external_id.main.id}"},
        {"namespaces", {"AWS/EC2", "AWS/EBS", "AWS/ELB"}},
        {"metric_filter_regex", "^aws.(ec2|ebs|elb).*$"},
        {"additional_tags", {{"team", fmt::format("TEAM{}", i % 7)}, {"role", "wavefront"}}}};
  }
  return all.dump(2);
}

}  // namespace

void evaluation(int n) {
  const std::string expanded = json(n);
  auto parse = [&] {
    return timed([&] {
      if (nlohmann::json::parse(expanded).empty()) std::abort();
    });
  };
  Measured bare = best_of(5, parse);
  test::TemporaryDirectory of_blocks;
  of_blocks.write("main.wf.hcl", blocks(n));
  report("N blocks", n, best_of(5, [&] { return run_waveform(of_blocks, {"validate"}); }), bare);
  test::TemporaryDirectory of_for_each;
  of_for_each.write("main.wf.hcl", for_each());
  std::string accounts = "account\n";
  for (int i = 0; i < n; ++i) accounts += account(i) + "\n";
  of_for_each.write("accounts.csv", accounts);
  report("for_each of N", n, best_of(5, [&] { return run_waveform(of_for_each, {"validate"}); }), bare);
  of_for_each.write("main.wf.hcl", chained(n));
  report("each of each", n, best_of(5, [&] { return run_waveform(of_for_each, {"validate"}); }), bare);
  test::TemporaryDirectory of_json;
  of_json.write("accounts.wf.json", expanded);
  of_json.write("main.wf.hcl", kHead);
  report("the JSON itself", n, best_of(5, [&] { return run_waveform(of_json, {"validate"}); }), bare);
}

}  // namespace waveform::bench
