variable "aws_account_id" {
  type    = string
  default = "123456789012"
}

locals {
  common_tags = {
    team = "observability"
    env  = "production"
  }
}

resource "wavefront_cloud_integration_aws_external_id" "ext_id" {}

resource "wavefront_cloud_integration_cloudwatch" "production" {
  name                   = "CloudWatch production"
  service                = "CLOUDWATCH"
  role_arn               = "arn:aws:iam::${var.aws_account_id}:role/wavefront-readonly"
  external_id            = wavefront_cloud_integration_aws_external_id.ext_id.id
  force_save             = true
  namespaces             = ["AWS/ELB", "AWS/RDS", "AWS/SQS"]
  metric_filter_regex    = "^aws.(elb|rds|sqs).*$"
  point_tag_filter_regex = "(Name|Environment)"
  instance_selection_tags = {
    Monitored = "yes"
  }
  volume_selection_tags = {
    Monitored = "yes"
  }
  additional_tags                 = local.common_tags
  service_refresh_rate_in_minutes = 10
}
