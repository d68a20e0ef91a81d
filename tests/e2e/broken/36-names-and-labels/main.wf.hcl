resource "wavefront_cloud_integration_ec2" "3rd" {
  name     = "Third"
  role_arn = "arn:aws:iam::123456789012:role/wavefront"
}

resource "wavefront_cloud_integration_ec2" {
  name = "Nameless"
}

variable {}

output "empty" {}

output "twice" {
  value = 1
}

output "twice" {
  value     = 2
  sensitve  = true
}

variable "v" {
  type      = strng
  sensitive = maybe
}

locals {
  a = local.b
  b = local.a
}

locals {
  a = 1
}

output "round" {
  value = local.b
}
