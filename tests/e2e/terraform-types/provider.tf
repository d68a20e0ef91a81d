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
