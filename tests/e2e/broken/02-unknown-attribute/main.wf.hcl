resource "wavefront_cloud_integration_cloudwatch" "main" {
  name               = "CloudWatch"
  roleArn            = "arn:aws:iam::123456789012:role/wavefront"
  metric_filter_regx = "^aws.ec2.*$"
  colour             = "blue"
}
