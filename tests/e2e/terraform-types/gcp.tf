variable "gcp_json_key" {
  type        = string
  sensitive   = true
  description = "Key of the service account that may view metrics"
}

variable "gcp_project" {
  type    = string
  default = "shop-production"
}

resource "wavefront_cloud_integration_gcp" "shop" {
  name                = "GCP ${var.gcp_project}"
  service             = "GCP"
  project_id          = var.gcp_project
  json_key            = var.gcp_json_key
  categories          = ["PUBSUB", "COMPUTE", "CLOUDSQL"]
  metric_filter_regex = "^gcp.(compute|cloudsql|pubsub).*$"
  force_save          = true
  additional_tags = {
    env = "production"
  }
}
