resource "wavefront_cloud_integration_cloudwatch" "prod" {
  name                            = "AWS production"
  role_arn                        = var.role_arn
  external_id                     = var.external_id
  namespaces                      = ["AWS/EC2", "AWS/EBS", "AWS/ELB", "AWS/RDS"]
  metric_filter_regex             = "^aws.(ec2|ebs|elb|rds).*$"
  service_refresh_rate_in_minutes = var.refresh_minutes
}

resource "wavefront_cloud_integration_cloudtrail" "audit" {
  name        = "Audit trail"
  role_arn    = var.role_arn
  external_id = var.external_id
  region      = "us-west-2"
  bucket_name = "example-cloudtrails"
  enabled     = false
}

resource "wavefront_cloud_integration_ec2" "prod" {
  name                         = "Instances of production"
  role_arn                     = var.role_arn
  external_id                  = var.external_id
  instance_selection_tags_expr = "env=prod"
  hostname_tags                = ["hostname", "Name"]
}
