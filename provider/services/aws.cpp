// The AWS services. Names and wire paths as in Terraform's provider and the API's models; secrets and
// defaults as on the vendor's AWS page.
#include "provider/services/catalog.h"

namespace waveform::provider::services {

namespace {

Attribute aws_metric_filter_regex() {
  Attribute attribute = metric_filter_regex();
  attribute.meaning = Meaning::MetricRegex;
  attribute.documentation =
      "Java regular expression for names of metrics, without the aggregation; others are dropped.";
  return attribute;
}

Attribute point_tag_filter_regex() {
  return {
      .name = "point_tag_filter_regex",
      .wire = "pointTagFilterRegex",
      .meaning = Meaning::JavaRegex,
      .documentation = "Java regular expression of the AWS tags that become point tags; none when absent."};
}

Attribute selection_tags_expr(const std::string& what) {
  return {
      .name = what + "_selection_tags_expr",
      .wire = what + "SelectionTagsExpr",
      .meaning = Meaning::TagExpression,
      .documentation = "AWS tags of the " + what + "s to fetch, as k1=v1, k2=v2, any of which may match."};
}

Attribute selection_tags(const std::string& what) {
  return {.name = what + "_selection_tags",
          .wire = what + "SelectionTags",
          .type = Type::StringMap,
          .collects = Collects::Share,
          .documentation = "AWS tags of the " + what + "s to fetch, any of which may match."};
}

ResourceType aws_type(const std::string& suffix, const std::string& service, const std::string& object,
                      const std::string& title, const std::vector<Attribute>& own) {
  std::vector<Attribute> attributes = {
      {.name = "role_arn",
       .wire = "baseCredentials.roleArn",
       .required = true,
       .meaning = Meaning::RoleArn,
       .collects = Collects::Account,
       .documentation = "ARN of the IAM role that the service assumes."},
      {.name = "external_id",
       .wire = "baseCredentials.externalId",
       .secret = Secret{.needed_to_create = true, .sent_with = "role_arn"},
       .meaning = Meaning::ExternalId,
       .documentation = "External id in the role's trust policy; required for a create, not for an update."},
  };
  attributes.insert(attributes.end(), own.begin(), own.end());
  return integration(suffix, service, object, title, std::move(attributes));
}

ResourceType cloudwatch() {
  return aws_type(
      "cloudwatch", "CLOUDWATCH", "cloudWatch", "AWS CloudWatch",
      {
          {.name = "namespaces",
           .wire = "namespaces",
           .type = Type::StringList,
           .meaning = Meaning::AwsNamespaces,
           .collects = Collects::Share,
           .documentation = "CloudWatch namespaces to fetch, all when absent; the order is significant."},
          aws_metric_filter_regex(),
          point_tag_filter_regex(),
          {.name = "s3_bucket_name_filter_regex",
           .wire = "s3BucketNameFilterRegex",
           .meaning = Meaning::JavaRegex,
           .documentation = "Java regular expression that the name of an S3 bucket must match."},
          selection_tags("instance"),
          selection_tags_expr("instance"),
          selection_tags("volume"),
          selection_tags_expr("volume"),
          {.name = "thread_distribution_in_minutes",
           .wire = "threadDistributionInMins",
           .type = Type::Number,
           .meaning = Meaning::Minutes,
           .documentation = "Minutes over which the fetches are spread."},
      });
}

ResourceType cloudtrail() {
  return aws_type(
      "cloudtrail", "CLOUDTRAIL", "cloudTrail", "AWS CloudTrail",
      {
          {.name = "region",
           .wire = "region",
           .required = true,
           .meaning = Meaning::AwsRegion,
           .documentation = "AWS region of the bucket."},
          {.name = "bucket_name",
           .wire = "bucketName",
           .required = true,
           .meaning = Meaning::S3Bucket,
           .collects = Collects::Share,
           .documentation = "S3 bucket with the logs."},
          {.name = "prefix",
           .wire = "prefix",
           .meaning = Meaning::S3Prefix,
           .collects = Collects::Share,
           .documentation = "Prefix of the log files, without a trailing slash; AWS's own "
                            "default is AWSLogs."},
          {.name = "filter_rule", .wire = "filterRule", .documentation = "Rule that an event must match."},
      });
}

ResourceType ec2() {
  return aws_type("ec2", "EC2", "ec2", "AWS Metrics+ (EC2)",
                  {
                      {.name = "hostname_tags",
                       .wire = "hostNameTags",
                       .type = Type::StringSet,
                       .fallback = {.value = base::Value::List{"host", "hostname", "name"}},
                       .documentation = "EC2 tags that become the source of points."},
                      selection_tags_expr("instance"),
                      selection_tags_expr("volume"),
                      aws_metric_filter_regex(),
                      point_tag_filter_regex(),
                      {.name = "custom_namespaces",
                       .wire = "customNamespaces",
                       .type = Type::StringSet,
                       .allowed = {"LIMITS"},
                       .documentation = "LIMITS fetches the service limits (quotas) as well."},
                  });
}

}  // namespace

std::vector<ResourceType> aws() {
  return {cloudwatch(), cloudtrail(), ec2()};
}

std::vector<ResourceType> aws_external_id() {
  return {{.name = "wavefront_cloud_integration_aws_external_id",
           .service = "",
           .object = "",
           .title = "AWS external id",
           .is_external_id = true,
           .attributes = {{.name = "id",
                           .wire = "",
                           .role = Role::ExternalId,
                           .documentation = "The external id itself, for the role's trust policy."}}}};
}

}  // namespace waveform::provider::services
