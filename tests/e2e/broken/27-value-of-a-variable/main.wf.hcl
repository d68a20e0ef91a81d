variable "rate" {
  type = number
}

variable "external_id" {
  type      = string
  sensitive = true
}

variable "tags" {
  type    = map(string)
  default = "env=prod"
}
