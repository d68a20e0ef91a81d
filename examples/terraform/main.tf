resource "wavefront_cloud_integration_aws_external_id" "main" {
}

resource "wavefront_cloud_integration_cloudwatch" "main" {
  name                = "CloudWatch ${var.environment}"
  role_arn            = local.role
  external_id         = wavefront_cloud_integration_aws_external_id.main.id
  force_save          = true
  namespaces          = ["AWS/DynamoDB", "AWS/EBS"]
  metric_filter_regex = "^aws.(dynamodb|ebs).*$"
  additional_tags     = local.tags
}

resource "wavefront_cloud_integration_cloudtrail" "main" {
  name        = "CloudTrail ${var.environment}"
  role_arn    = local.role
  external_id = wavefront_cloud_integration_aws_external_id.main.id
  force_save  = true
  region      = "eu-west-1"
  bucket_name = "trail-${var.account}"
  prefix      = "AWSLogs"
}

resource "wavefront_cloud_integration_ec2" "main" {
  name          = "EC2 ${var.environment}"
  role_arn      = local.role
  external_id   = wavefront_cloud_integration_aws_external_id.main.id
  force_save    = true
  hostname_tags = ["Name", "hostname"]

  lifecycle {
    prevent_destroy = true
  }
  depends_on = [wavefront_cloud_integration_cloudwatch.main]
}
