// Checks of the attributes of one integration together.
#include <algorithm>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "provider/checks/finder.h"

namespace waveform::provider::checks {
namespace {

// "\\.sum", ".sum$", ".sum|", ".(average|sum)": an aggregation at the end of a name.
bool ends_a_name(std::string_view text, std::size_t at, std::size_t size) {
  const auto end = at + size;
  if (end < text.size() && std::string_view("$|)").find(text[end]) == std::string_view::npos) return false;
  if (at == 0) return false;
  if (text[at - 1] == '.') return true;
  const auto group = text.rfind(".(", at);
  return group != std::string_view::npos &&
         text.substr(group + 2, at - group - 2).find_first_not_of("abcdefghijklmnopqrstuvwxyz|?:") ==
             std::string_view::npos;
}

// The filter is matched against names of metrics, without the aggregation suffix of points.
void check_aggregation(const Subject& subject, const ReportAt& report) {
  const auto* attribute = subject.type->find("metric_filter_regex");
  if (attribute == nullptr || attribute->meaning != Meaning::MetricRegex) return;
  const auto& filter = value_of(subject, "metric_filter_regex");
  // A negative look-ahead may name an aggregation.
  if (!filter.is_string() || filter.as_string().find("(?!") != std::string::npos ||
      filter.as_string().find("(?<!") != std::string::npos)
    return;
  const std::string text = base::lower(filter.as_string());
  for (const std::string_view word : {"average", "maximum", "minimum", "samplecount", "sum"}) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
      if (!ends_a_name(text, at, word.size())) continue;
      return report(
          "metric_filter_regex",
          {"metric-aggregation", fmt::format("contains the aggregation {}", word),
           "Names of metrics are matched without it: aws.dynamodb.successfulrequestlatency. This part of the "
           "filter does not match any metric.",
           fmt::format("Remove {}.", word)});
    }
  }
}

// With the namespaces AWS/EBS and AWS/EC2, ^aws.ec2.* excludes all of AWS/EBS.
void check_namespaces(const Subject& subject, const ReportAt& report) {
  const auto& filter = value_of(subject, "metric_filter_regex");
  const auto& namespaces = value_of(subject, "namespaces");
  if (!filter.is_string() || filter.as_string().empty() || !namespaces.is_list()) return;
  if (namespaces.is_sensitive()) return;
  std::vector<std::string> ruled_out;
  for (const auto& element : namespaces.as_list()) {
    if (!element.is_string() || !element.as_string().starts_with("AWS/")) continue;
    const std::string name = base::lower(element.as_string().substr(4));
    if (!may_pass(filter.as_string(), fmt::format("aws.{}.", name))) ruled_out.push_back(element.as_string());
  }
  if (ruled_out.empty()) return;
  report("metric_filter_regex",
         {"filter-excludes-namespace", fmt::format("excludes all metrics of {}", base::enumerate(ruled_out)),
          fmt::format("Its metrics are named aws.{}.…, which the filter does not match.",
                      base::lower(ruled_out.front().substr(4))),
          "Widen the filter, or remove the namespace."});
}

void check_point_tags(const Subject& subject, const ReportAt& report) {
  const auto& filter = value_of(subject, "point_tag_filter_regex");
  if (subject.type->service != "CLOUDWATCH" || !(filter == base::Value(""))) return;
  report("point_tag_filter_regex",
         {"no-point-tags", "is empty: no tag of AWS becomes a point tag",
          "An empty filter means no filter, and without a filter no tag is passed on.",
          "For all tags, use \".*\"."});
}

void check_limits(const Subject& subject, const ReportAt& report) {
  const auto& namespaces = value_of(subject, "custom_namespaces");
  if (!namespaces.is_list()) return;
  const auto& all = namespaces.as_list();
  if (std::find(all.begin(), all.end(), base::Value("LIMITS")) == all.end()) return;
  report("custom_namespaces",
         {"limits-support-plan", "has LIMITS, which requires AWS Business support",
          "Service limits come from AWS Support: the account needs a Business-level support plan, the role "
          "the policy AWSSupportAccess.",
          ""});
}

void check_project(const Subject& subject, const ReportAt& report) {
  const auto& key = value_of(subject, "json_key");
  const auto& project = value_of(subject, "project_id");
  if (!key.is_string() || !project.is_string()) return;
  const auto parsed = base::parse_json(key.as_string());
  if (!parsed || !parsed->get("project_id").is_string() || parsed->get("project_id") == project) return;
  report("json_key",
         general({"service-key", "is the key of another project",
                  "Its project_id is not that of this integration. This is valid only if the service "
                  "account can read both projects.",
                  ""}));
}

}  // namespace

void check_integration(const Subject& subject, const ReportAt& report) {
  for (const auto check :
       {check_aggregation, check_namespaces, check_point_tags, check_limits, check_project})
    check(subject, report);
}

}  // namespace waveform::provider::checks
