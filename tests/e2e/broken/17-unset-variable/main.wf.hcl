variable "external_id" {
  sensitive = true
}

variable "stage" {}

resource "wavefront_cloud_integration_ec2" "main" {
  name        = "Metrics+ ${var.stage}"
  role_arn    = "arn:aws:iam::123456789012:role/wavefront"
  external_id = var.external_id
}
