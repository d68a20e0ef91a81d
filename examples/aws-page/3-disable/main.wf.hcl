# CloudWatch is disabled.
locals {
  role_arn = "arn:aws:iam::123456789012:role/wavefront"
}

resource "wavefront_cloud_integration_cloudwatch" "cloudwatch" {
  name                   = "CloudWatch integration"
  role_arn               = local.role_arn
  point_tag_filter_regex = "(region|name)"
  metric_filter_regex    = "^aws.(dynamodb|ebs|apigateway|ec2|elb|elasticache|applicationelb|ses|natgateway|autoscaling|rds).*$"

  namespaces = [
    "AWS/DynamoDB",
    "AWS/EBS",
    "AWS/ApiGateway",
    "AWS/EC2",
    "AWS/ELB",
    "AWS/ElastiCache",
    "AWS/ApplicationELB",
    "AWS/SES",
    "AWS/NATGateway",
    "AWS/AutoScaling",
    "AWS/RDS",
  ]

  service_refresh_rate_in_minutes = 10
  enabled                         = false
}

resource "wavefront_cloud_integration_ec2" "metrics_plus" {
  name                         = "AWSMetric+ integration"
  role_arn                     = local.role_arn
  instance_selection_tags_expr = "env=prod, env=staging"
  volume_selection_tags_expr   = "env=prod"
  metric_filter_regex          = "^aws.(sqs|ec2|ebs|elb).*$"
  point_tag_filter_regex       = "(region|name)"
  hostname_tags                = ["hostname", "host", "name"]
  custom_namespaces            = ["LIMITS"]
}

resource "wavefront_cloud_integration_cloudtrail" "cloudtrail" {
  name        = "CloudTrail integration"
  role_arn    = local.role_arn
  region      = "us-west-2"
  bucket_name = "example-cloudtrails"
  prefix      = "AWSLogs"
}
