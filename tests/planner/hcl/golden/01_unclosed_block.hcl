resource "wavefront_cloud_integration_cloudwatch" "main" {
  name = "prod"
  tags = {
    team = "infra"
  }
