resource "wavefront_cloud_integration_ec2" "main" {
  name     = "Metrics+"
  service  = "CLOUDWATCH"
  role_arn = "arn:aws:iam::123456789012:role/wavefront"
}

resource "wavefront_cloud_integration_cloudtrail" "any_case_will_do" {
  name        = "Trail"
  service     = "cloudTrail"
  role_arn    = "arn:aws:iam::123456789012:role/wavefront"
  region      = "us-west-2"
  bucket_name = "logs"
}
