resource "wavefront_cloud_integration_cloudtrail" "trail" {
  name        = CloudTrail
  role_arn    = local
  region      = var
  bucket_name = wavefront_cloud_integration_cloudtrail
  depends_on  = ["wavefront_cloud_integration_ec2.main", wavefront_cloud_integration_ec2.main]
}

