// The AWS services. Names and wire paths as in Terraform's provider and the API's models; which attribute is
// secret, and what the service does when one is left out, as the vendor's AWS page shows.
#include "provider/services/catalog.h"

namespace waveform::provider::services {

namespace {

ResourceType make(const std::string& suffix, const std::string& service, const std::string& object,
                  const std::string& title, const std::vector<Attribute>& own) {
  std::vector<Attribute> attributes = {
      {.name = "role_arn",
       .wire = "baseCredentials.roleArn",
       .required = true,
       .documentation = "ARN of the IAM role that the service assumes."},
      {.name = "external_id",
       .wire = "baseCredentials.externalId",
       .secret = true,
       .needed_to_create = true,
       .resend_with = "role_arn",
       .documentation = "External id in the role's trust policy; needed to create, not to update."},
  };
  attributes.insert(attributes.end(), own.begin(), own.end());
  return integration(suffix, service, object, title, std::move(attributes));
}

ResourceType cloudwatch() {
  return make("cloudwatch", "CLOUDWATCH", "cloudWatch", "AWS CloudWatch",
              {
                  {.name = "namespaces",
                   .wire = "namespaces",
                   .type = Type::StringList,
                   .documentation = "CloudWatch namespaces to fetch; all when absent."},
                  {.name = "metric_filter_regex",
                   .wire = "metricFilterRegex",
                   .documentation = "Java regular expression that a metric's name must match."},
                  {.name = "point_tag_filter_regex",
                   .wire = "pointTagFilterRegex",
                   .documentation =
                       "Java regular expression of the AWS tags that become point tags; none when absent."},
                  {.name = "s3_bucket_name_filter_regex",
                   .wire = "s3BucketNameFilterRegex",
                   .documentation = "Java regular expression that the name of an S3 bucket must match."},
                  {.name = "instance_selection_tags",
                   .wire = "instanceSelectionTags",
                   .type = Type::StringMap,
                   .documentation = "AWS tags of the instances to fetch."},
                  {.name = "instance_selection_tags_expr",
                   .wire = "instanceSelectionTagsExpr",
                   .documentation = "The same as key=value pairs, comma separated, any of which may match."},
                  {.name = "volume_selection_tags",
                   .wire = "volumeSelectionTags",
                   .type = Type::StringMap,
                   .documentation = "AWS tags of the volumes to fetch."},
                  {.name = "volume_selection_tags_expr",
                   .wire = "volumeSelectionTagsExpr",
                   .documentation = "The same as key=value pairs, comma separated, any of which may match."},
                  {.name = "thread_distribution_in_minutes",
                   .wire = "threadDistributionInMins",
                   .type = Type::Number,
                   .documentation = "Minutes over which the fetches are spread."},
              });
}

ResourceType cloudtrail() {
  return make(
      "cloudtrail", "CLOUDTRAIL", "cloudTrail", "AWS CloudTrail",
      {
          {.name = "region",
           .wire = "region",
           .required = true,
           .documentation = "AWS region of the bucket."},
          {.name = "bucket_name",
           .wire = "bucketName",
           .required = true,
           .documentation = "S3 bucket with the logs."},
          {.name = "prefix",
           .wire = "prefix",
           .documentation = "Prefix of the log files, without a slash at its end."},
          {.name = "filter_rule", .wire = "filterRule", .documentation = "Rule that an event must match."},
      });
}

ResourceType ec2() {
  return make(
      "ec2", "EC2", "ec2", "AWS Metrics+ (EC2)",
      {
          {.name = "hostname_tags",
           .wire = "hostNameTags",
           .type = Type::StringSet,
           .service_default = base::Value::List{"host", "hostname", "name"},
           .documentation = "EC2 tags that give a host its name; hostname, host and name when absent."},
          {.name = "instance_selection_tags_expr",
           .wire = "instanceSelectionTagsExpr",
           .documentation = "Tags of the instances to fetch, as key=value pairs, any of which may match."},
          {.name = "volume_selection_tags_expr",
           .wire = "volumeSelectionTagsExpr",
           .documentation = "Tags of the volumes to fetch, as key=value pairs, any of which may match."},
          {.name = "metric_filter_regex",
           .wire = "metricFilterRegex",
           .documentation = "Java regular expression that a metric's name must match."},
          {.name = "point_tag_filter_regex",
           .wire = "pointTagFilterRegex",
           .documentation =
               "Java regular expression of the AWS tags that become point tags; none when absent."},
          {.name = "custom_namespaces",
           .wire = "customNamespaces",
           .type = Type::StringSet,
           .documentation = "LIMITS fetches the service limits (quotas) as well."},
      });
}

}  // namespace

std::vector<ResourceType> aws() {
  return {cloudwatch(), cloudtrail(), ec2()};
}

ResourceType aws_external_id() {
  return {.name = "wavefront_cloud_integration_aws_external_id",
          .service = "",
          .object = "",
          .title = "AWS external id",
          .lifecycle = Lifecycle::ExternalId,
          .attributes = {{.name = "id",
                          .wire = "",
                          .masked = true,
                          .computed = true,
                          .documentation = "The external id itself, for the role's trust policy."}}};
}

}  // namespace waveform::provider::services
