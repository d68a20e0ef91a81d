variable "gcp_json_key" {
  type      = string
  sensitive = true
}

variable "gcp_api_key" {
  type      = string
  sensitive = true
}

resource "wavefront_cloud_integration_gcp_billing" "costs" {
  name       = "GCP costs"
  service    = "GCPBILLING"
  project_id = "shop-billing"
  api_key    = var.gcp_api_key
  json_key   = var.gcp_json_key

  service_refresh_rate_in_minutes = 60
}
