variable "name" {
  type = string

  validation {
    condition     = var.name != "prod" || var.really
    error_message = "${var.name} is meant for release pipelines: set really."
  }
  validation {
    condition     = var.other == 1
    error_message = "Never reached."
  }
}

variable "really" {
  type     = bool
  nullable = false
  default  = false
}

variable "other" {
  default    = upper("x")
  deprecated = "Use name."
}

variable "token" {
  sensitive = true

  validation {
    condition     = var.token == "${local.prefix}-"
    error_message = "The token ${var.token} is wrong."
  }
}

variable "count" {
  nullable = false
  default  = null
}

locals {
  prefix = "t"
}

output "name" {
  value       = var.name
  ephemeral   = true
  depends_on  = [wavefront_cloud_integration_ec2.gone]
  description = local.prefix

  precondition {
    condition     = var.name == local.prefix
    error_message = "The name is not a prefix."
  }
  precondition {
    error_message = "No condition."
  }
}
