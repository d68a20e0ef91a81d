resource "wavefront_cloud_integration_cloudwatch" "main" {
  name                            = ["CloudWatch"]
  role_arn                        = "arn:aws:iam::123456789012:role/wavefront"
  namespaces                      = "AWS/EC2"
  service_refresh_rate_in_minutes = "often"
  enabled                         = "perhaps"
  additional_tags                 = ["env", "prod"]
  instance_selection_tags         = { env = ["prod", "staging"] }
}
