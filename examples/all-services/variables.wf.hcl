# Secrets: from TF_VAR_NAME in the environment, or from a prompt.

variable "external_id" {
  description = "External id of the role: waveform external-id create"
  type        = string
  sensitive   = true
}

variable "gcp_json_key" {
  description = "Key of a Google service account, as JSON"
  type        = string
  sensitive   = true
}

variable "gcp_api_key" {
  type      = string
  sensitive = true
}

variable "azure_client_secret" {
  type      = string
  sensitive = true
}

variable "newrelic_api_key" {
  type      = string
  sensitive = true
}

variable "appd_password" {
  type      = string
  sensitive = true
}

variable "vrops_api_token" {
  type      = string
  sensitive = true
}

variable "snowflake_private_key" {
  type      = string
  sensitive = true
}

variable "snowflake_password" {
  type      = string
  sensitive = true
}

variable "dynatrace_api_token" {
  type      = string
  sensitive = true
}
