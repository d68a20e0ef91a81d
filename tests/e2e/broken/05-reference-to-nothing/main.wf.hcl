locals {
  role = "arn:aws:iam::123456789012:role/wavefront"
}

resource "wavefront_cloud_integration_ec2" "main" {
  name            = "Metrics+ ${var.stage}"
  role_arn        = local.rol
  external_id     = wavefront_cloud_integration_aws_external_id.shared.id
  additional_tags = { owner = wavefront_cloud_integration_ec2.man.name, region = us-west-2 }
}
