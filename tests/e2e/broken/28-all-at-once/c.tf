resource "wavefront_cloud_integration_cloudtrail" "trail" {
  name        = "Trail
  role_arn    = "arn:aws:iam::123456789012:role/wavefront"
}
