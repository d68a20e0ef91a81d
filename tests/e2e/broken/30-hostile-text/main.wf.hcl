resource "wavefront_cloud_integration_ec2" "main‮" {
  name       = "中文"
  "na[2Jme" = "x"
}

resource "wavefront_cloud_integration_ec2" "b" {
  rôle_arn = "中文", name = "[31mred"
}
