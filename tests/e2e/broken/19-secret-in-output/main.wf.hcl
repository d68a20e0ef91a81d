variable "external_id" {
  sensitive = true
}

resource "wavefront_cloud_integration_ec2" "main" {
  name        = "Metrics+"
  role_arn    = "arn:aws:iam::123456789012:role/wavefront"
  external_id = var.external_id
}

output "id" {
  value = wavefront_cloud_integration_ec2.main.id
}

output "credentials" {
  value = {
    role = wavefront_cloud_integration_ec2.main.role_arn
    id   = wavefront_cloud_integration_ec2.main.external_id
  }
}

output "greeting" {
  value = "uses ${var.external_id}"
}
