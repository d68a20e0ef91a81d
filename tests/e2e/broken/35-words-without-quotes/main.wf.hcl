resource "wavefront_cloud_integration_cloudtrail" "trail" {
  name        = CloudTrail
  role_arn    = local
  region      = var
  bucket_name = wavefront_cloud_integration_cloudtrail
  prefix      = wavefront_cloud_integration_cloudtrail.trial.prefix
}

output "region" {
  value = Var.region
}
