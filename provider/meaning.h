#pragma once

namespace waveform::provider {

// The meaning of a string, for the lint checks (provider/checks/).
enum class Meaning {
  Any,
  JavaRegex,      // java.util.regex, case-insensitive
  MetricRegex,    // the same, for the name of an AWS metric: aws.NAMESPACE.METRIC
  RoleArn,        // of an IAM role
  ExternalId,     // valid for one role
  AwsNamespaces,  // AWS/EC2, or a custom namespace
  AwsRegion,
  S3Bucket,
  S3Prefix,
  TagExpression,  // key=value, key=value
  ServiceKey,     // the JSON of a Google service account
  Url,
  Minutes,  // whole, at least 1
};

}  // namespace waveform::provider
