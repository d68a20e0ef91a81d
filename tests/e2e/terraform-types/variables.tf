variable "wavefront_address" {
  type = string
}

variable "wavefront_token" {
  type      = string
  sensitive = true
}
