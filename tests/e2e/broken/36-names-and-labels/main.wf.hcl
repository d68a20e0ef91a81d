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
  a = 1
}

locals {
  a = 2
}

resource "wavefront_cloud_integration_cloudtrail" "trail" {
  name        = "Trail"
  role_arn    = "arn:aws:iam::123456789012:role/wavefront"
  region      = "us-west-2"
  bucket_name = "logs"
  depends_on  = ["wavefront_cloud_integration_ec2.main", wavefront_cloud_integration_ec2.main]
  for_each    = {}
}
