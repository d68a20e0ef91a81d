# One integration of every service, with all its attributes.

locals {
  role = "arn:aws:iam::123456789012:role/wavefront"
  tags = { team = "observability", env = "prod" }
}

resource "wavefront_cloud_integration_cloudwatch" "all" {
  name                            = "CloudWatch"
  role_arn                        = local.role
  external_id                     = var.external_id
  service_refresh_rate_in_minutes = 5
  additional_tags                 = local.tags
  force_save                      = false
  enabled                         = true

  namespaces                     = ["AWS/EC2", "AWS/RDS", "Shop/Orders"]
  metric_filter_regex            = "^aws.(ec2|rds).*$"
  point_tag_filter_regex         = "(region|name)"
  s3_bucket_name_filter_regex    = "^logs-.*$"
  instance_selection_tags        = { env = "prod" }
  instance_selection_tags_expr   = "team=shop, team=cart"
  volume_selection_tags          = { backup = "daily" }
  volume_selection_tags_expr     = "env=prod"
  thread_distribution_in_minutes = 2
}

resource "wavefront_cloud_integration_cloudtrail" "all" {
  name                            = "CloudTrail"
  role_arn                        = local.role
  external_id                     = var.external_id
  service_refresh_rate_in_minutes = 5
  additional_tags                 = local.tags
  enabled                         = true

  region      = "us-west-2"
  bucket_name = "example-cloudtrails"
  prefix      = "AWSLogs"
  filter_rule = "eventSource = 's3.amazonaws.com'"
}

resource "wavefront_cloud_integration_ec2" "all" {
  name                            = "Metrics+"
  role_arn                        = local.role
  external_id                     = var.external_id
  service_refresh_rate_in_minutes = 5
  additional_tags                 = local.tags
  enabled                         = true

  hostname_tags                = ["Name", "host"]
  instance_selection_tags_expr = "env=prod"
  volume_selection_tags_expr   = "env=prod"
  metric_filter_regex          = "^aws.(ec2|ebs).*$"
  point_tag_filter_regex       = "(region|name)"
  # waveform:ignore limits-support-plan
  custom_namespaces = ["LIMITS"]
}

resource "wavefront_cloud_integration_gcp" "all" {
  name                            = "Google Cloud"
  project_id                      = "shop-production"
  json_key                        = var.gcp_json_key
  service_refresh_rate_in_minutes = 5
  additional_tags                 = local.tags
  enabled                         = true

  categories                             = ["COMPUTE", "CLOUDSQL", "PUBSUB"]
  metric_filter_regex                    = "^gcp.(compute|cloudsql|pubsub).*$"
  custom_metric_prefix                   = ["custom.googleapis.com/shop"]
  disable_delta_counts                   = false
  disable_histogram                      = false
  disable_histogram_to_metric_conversion = true
  histogram_grouping_function            = ["MEAN", "COUNT"]
}

resource "wavefront_cloud_integration_gcp_billing" "all" {
  name                            = "Google Cloud billing"
  project_id                      = "shop-production"
  api_key                         = var.gcp_api_key
  json_key                        = var.gcp_json_key
  service_refresh_rate_in_minutes = 60
  additional_tags                 = local.tags
  enabled                         = true
}

resource "wavefront_cloud_integration_azure" "all" {
  name                            = "Azure"
  client_id                       = "11111111-2222-3333-4444-555555555555"
  client_secret                   = var.azure_client_secret
  tenant                          = "66666666-7777-8888-9999-000000000000"
  service_refresh_rate_in_minutes = 5
  additional_tags                 = local.tags
  enabled                         = true

  category_filter       = ["Microsoft.Compute/virtualMachines", "Microsoft.Cache/redis"]
  resource_group_filter = ["shop-weu"]
  metric_filter_regex   = "^azure.*$"
}

resource "wavefront_cloud_integration_azure_activity_log" "all" {
  name                            = "Azure activity log"
  client_id                       = "11111111-2222-3333-4444-555555555555"
  client_secret                   = var.azure_client_secret
  tenant                          = "66666666-7777-8888-9999-000000000000"
  service_refresh_rate_in_minutes = 5
  additional_tags                 = local.tags
  enabled                         = true

  category_filter = ["ADMINISTRATIVE", "SECURITY"]
}

resource "wavefront_cloud_integration_newrelic" "all" {
  name                            = "New Relic"
  api_key                         = var.newrelic_api_key
  service_refresh_rate_in_minutes = 5
  additional_tags                 = local.tags
  enabled                         = true

  app_filter_regex  = "^shop-.*$"
  host_filter_regex = "^prod-.*$"

  metric_filter {
    app_name            = "shop-cart"
    metric_filter_regex = "^apdex.*$"
  }
  metric_filter {
    app_name            = "shop-web"
    metric_filter_regex = "^errors.*$"
  }
}

resource "wavefront_cloud_integration_app_dynamics" "all" {
  name                            = "AppDynamics"
  user_name                       = "wavefront@shop"
  controller_name                 = "shop"
  encrypted_password              = var.appd_password
  service_refresh_rate_in_minutes = 5
  additional_tags                 = local.tags
  enabled                         = true

  enable_rollup                   = true
  enable_error_metrics            = true
  enable_business_trx_metrics     = true
  enable_backend_metrics          = true
  enable_overall_perf_metrics     = true
  enable_individual_node_metrics  = false
  enable_app_infra_metrics        = true
  enable_service_endpoint_metrics = false
  app_filter_regex                = ["^shop-web$", "^shop-cart$"]
}

resource "wavefront_cloud_integration_vrops" "all" {
  name                            = "VMware Aria Operations"
  vrops_api_token                 = var.vrops_api_token
  service_refresh_rate_in_minutes = 5
  additional_tags                 = local.tags
  enabled                         = true

  base_url            = "https://www.mgmt.cloud.vmware.com/vrops-cloud"
  organization_id     = "shop"
  adapter_names       = { VMWARE = ["vcenter-1.example.com", "vcenter-2.example.com"] }
  categories          = ["VMWARE_DATASTORE"]
  metric_filter_regex = "^vrops.vmware.*$"
}

resource "wavefront_cloud_integration_snowflake" "all" {
  name                            = "Snowflake"
  account_id                      = "xy12345.eu-central-1"
  user_name                       = "WAVEFRONT"
  private_key                     = var.snowflake_private_key
  password                        = var.snowflake_password
  service_refresh_rate_in_minutes = 5
  additional_tags                 = local.tags
  enabled                         = true

  role                = "MONITOR"
  warehouse           = "METERING"
  metric_filter_regex = "^snowflake.*$"
}

resource "wavefront_cloud_integration_dynatrace" "all" {
  name                            = "Dynatrace"
  dynatrace_api_token             = var.dynatrace_api_token
  service_refresh_rate_in_minutes = 5
  additional_tags                 = local.tags
  enabled                         = true

  environment_id      = "abc12345"
  metric_filter_regex = "^builtin:host.*$"
}
