resurce "wavefront_cloud_integration_ec2" "main" {
  name = "Metrics+"
}

flavour "sweet" {}

module "integrations" {
  source = "./integrations"
}
