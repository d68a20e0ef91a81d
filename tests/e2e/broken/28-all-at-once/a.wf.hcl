resource "wavefront_cloud_integration_ec2" "metrics" {
  name = "Metrics+"
}
