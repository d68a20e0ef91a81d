output "external_id" {
  value = wavefront_cloud_integration_aws_external_id.main.id
}

output "integration_ids" {
  value = {
    cloudwatch = wavefront_cloud_integration_cloudwatch.main.id
    cloudtrail = wavefront_cloud_integration_cloudtrail.main.id
    ec2        = wavefront_cloud_integration_ec2.main.id
  }
}
