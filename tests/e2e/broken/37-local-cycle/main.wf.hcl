locals {
  a    = local.b
  b    = "${local.c}!"
  c    = local.a
  fine = "arn:aws:iam::123456789012:role/wavefront"
}

resource "wavefront_cloud_integration_ec2" "main" {
  name     = local.a
  role_arn = local.fine
}

output "round" {
  value = local.b
}
