resource "wavefront_cloud_integration_aws_external_id" "ext_id" {}

resource "wavefront_cloud_integration_cloudtrail" "audit" {
  name        = "Audit trail"
  service     = "CLOUDTRAIL"
  role_arn    = "arn:aws:iam::123456789012:role/wavefront-readonly"
  external_id = wavefront_cloud_integration_aws_external_id.ext_id.id
  region      = "eu-central-1"
  bucket_name = "audit-trail-eu-central-1"
  prefix      = "organisation"
  filter_rule = "eventSource = \"iam.amazonaws.com\""
}
