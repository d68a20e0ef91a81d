resource "wavefront_cloud_integration_ec2" "a" {
  name     = "A after ${wavefront_cloud_integration_ec2.b.id}"
  role_arn = "arn:aws:iam::123456789012:role/wavefront"
}

resource "wavefront_cloud_integration_ec2" "b" {
  name     = "B after ${local.c}"
  role_arn = "arn:aws:iam::123456789012:role/wavefront"
}

resource "wavefront_cloud_integration_ec2" "c" {
  name       = "C"
  role_arn   = "arn:aws:iam::123456789012:role/wavefront"
  depends_on = [wavefront_cloud_integration_ec2.a]
}

locals {
  c = wavefront_cloud_integration_ec2.c.id
}
