variable "azure_tenant_id" {
  type    = string
  default = "7d9f1c52-2f0b-4d52-9d57-0d0c6a1b7e11"
}

variable "azure_client_id" {
  type    = string
  default = "e0b1c7f4-51e4-4c0e-8a4f-9f0de7a7c5d2"
}

variable "azure_client_secret" {
  type      = string
  sensitive = true
}

resource "wavefront_cloud_integration_azure" "subscription" {
  name                  = "Azure production"
  service               = "AZURE"
  client_id             = var.azure_client_id
  client_secret         = var.azure_client_secret
  tenant                = var.azure_tenant_id
  category_filter       = ["Microsoft.Sql/servers/databases", "Microsoft.Compute/virtualMachines"]
  resource_group_filter = ["shop-weu", "shop-neu"]
  metric_filter_regex   = "^azure.(compute|sql).*$"
}
