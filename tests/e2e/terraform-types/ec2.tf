resource "wavefront_cloud_integration_aws_external_id" "ext_id" {}

resource "wavefront_cloud_integration_ec2" "hosts" {
  name          = "EC2 hosts"
  service       = "EC2"
  role_arn      = "arn:aws:iam::123456789012:role/wavefront-readonly"
  external_id   = wavefront_cloud_integration_aws_external_id.ext_id.id
  hostname_tags = ["name", "fqdn"]
  additional_tags = {
    "team" = "platform"
  }
}
