resource "wavefront_cloud_integration_ec2" "main" {
  name     = "Grüße"
  role_arn = "arn:aws:iam::123456789012:role/wavefront"
}
