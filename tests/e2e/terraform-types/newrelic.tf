terraform {
  required_providers {
    wavefront = {
      source  = "vmware/wavefront"
      version = "~> 5.1"
    }
  }
}

provider "wavefront" {
  address = var.wavefront_address
  token   = var.wavefront_token
}

variable "wavefront_address" {
  type = string
}

variable "wavefront_token" {
  type      = string
  sensitive = true
}

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
