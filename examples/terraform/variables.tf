variable "wavefront_address" {
  type        = string
  description = "Host name of the cluster"
}

variable "wavefront_token" {
  type      = string
  sensitive = true
}

variable "account" {
  type    = string
  default = "123456789012"
}

variable "environment" {
  type    = string
  default = "prod"
}

locals {
  role = "arn:aws:iam::${var.account}:role/wavefront"
  tags = {
    env   = var.environment
    owner = "platform"
  }
}
