resource "wavefront_cloud_integration_ec2" "main" {
  id         = "0526e19d-c6f4-417a-a2a7-312d14b4aab2"
  name       = "Metrics+"
  role_arn   = "arn:aws:iam::123456789012:role/wavefront"
  last_error = ""
}

resource "wavefront_cloud_integration_aws_external_id" "shared" {
  id = "wave341a3452"
}
