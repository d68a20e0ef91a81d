resource "wavefront_cloud_integration_ec2" "main" {
  name     = "Metrics+"
  role_arn = "arn:aws:iam::12345