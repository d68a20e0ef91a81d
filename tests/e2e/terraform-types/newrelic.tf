variable "newrelic_api_key" {
  type      = string
  sensitive = true
}

resource "wavefront_cloud_integration_newrelic" "apps" {
  name              = "New Relic applications"
  service           = "NEWRELIC"
  api_key           = var.newrelic_api_key
  app_filter_regex  = "^shop-.*$"
  host_filter_regex = "^prod-[0-9]+$"
  additional_tags = {
    source = "newrelic"
  }
}
