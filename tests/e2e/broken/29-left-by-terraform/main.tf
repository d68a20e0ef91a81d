terraform {
  required_providers {
    wavefront = { source = "vmware/wavefront" }
  }
  backend "s3" {
    bucket = "states"
  }
}

provider "wavefront" {
  address = "example.wavefront.com"
  tokn    = "x"
}

provider "wavefront" {}
