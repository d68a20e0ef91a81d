resource "wavefront_cloud_integration_ec2" "main" {
  name        = null
  role_arn    = "arn:aws:iam::123456789012:role/wavefront"
  external_id = null
}
