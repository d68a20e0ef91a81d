variable "role_arn" {
  type        = string
  default     = "arn:aws:iam::123456789012:role/wavefront"
  description = "The AWS role that the service uses."
}

# Only from the environment: TF_VAR_external_id.
variable "external_id" {
  type      = string
  sensitive = true
}

variable "refresh_minutes" {
  type    = number
  default = 10
}
