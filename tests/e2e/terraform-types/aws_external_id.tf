resource "wavefront_cloud_integration_aws_external_id" "ext_id" {}

output "wavefront_external_id" {
  description = "For the trust policy of the role"
  value       = wavefront_cloud_integration_aws_external_id.ext_id.id
}
