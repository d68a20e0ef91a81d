# The three integrations of the vendor's page.
variable "external_id" {
  type      = string
  sensitive = true
}

locals {
  role_arn = "arn:aws:iam::123456789012:role/wavefront"
}

resource "wavefront_cloud_integration_cloudwatch" "cloudwatch" {
  name                   = "CloudWatch integration"
  role_arn               = local.role_arn
  external_id            = var.external_id
  namespaces             = ["AWS/DynamoDB"]
  metric_filter_regex    = "^aws.(sqs|ec2|ebs|elb).*$"
  point_tag_filter_regex = "(region|name)"
}

resource "wavefront_cloud_integration_ec2" "metrics_plus" {
  name                         = "AWSMetric+ integration"
  role_arn                     = local.role_arn
  external_id                  = var.external_id
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
  external_id = var.external_id
  region      = "us-west-2"
  bucket_name = "example-cloudtrails"
  prefix      = "AWSLogs"
}
