terraform {
  required_version = ">= 1.5"
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
