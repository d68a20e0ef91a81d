resource "wavefront_cloud_integration_cloudtrail" "trail" {
  name   = "Trail"
  prefix = "AWSLogs"
}
