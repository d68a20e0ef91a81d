# 40 AWS accounts with up to three services each, from accounts.csv.

variable "quiet_environments" {
  description = "Environments whose integrations are polled less often"
  type        = set(string)
  default     = ["dev"]
}

locals {
  accounts = { for row in csvdecode(file("accounts.csv")) : row.account_id => merge(row, {
    name = "${row.team}-${row.environment} (${row.account_id})"
    role = "arn:aws:iam::${row.account_id}:role/wavefront"
    rate = contains(var.quiet_environments, row.environment) ? 15 : 5
    tags = { team = row.team, environment = row.environment, account = row.account_id }
  }) }
  with = { for service in ["cloudwatch", "cloudtrail", "ec2"] :
    service => { for id, account in local.accounts : id => account if contains(split(";", account.services), service) }
  }
}

resource "wavefront_cloud_integration_aws_external_id" "account" {
  for_each = local.accounts
}

resource "wavefront_cloud_integration_cloudwatch" "account" {
  for_each                        = local.with.cloudwatch
  name                            = each.value.name
  role_arn                        = each.value.role
  external_id                     = wavefront_cloud_integration_aws_external_id.account[each.key].id
  additional_tags                 = each.value.tags
  service_refresh_rate_in_minutes = each.value.rate
  namespaces                      = ["AWS/EC2", "AWS/RDS", "AWS/Lambda"]
}

resource "wavefront_cloud_integration_cloudtrail" "account" {
  for_each        = local.with.cloudtrail
  name            = each.value.name
  role_arn        = each.value.role
  external_id     = wavefront_cloud_integration_aws_external_id.account[each.key].id
  additional_tags = each.value.tags
  region          = each.value.region
  bucket_name     = each.value.trail_bucket
}

resource "wavefront_cloud_integration_ec2" "account" {
  for_each        = local.with.ec2
  name            = each.value.name
  role_arn        = each.value.role
  external_id     = wavefront_cloud_integration_aws_external_id.account[each.key].id
  additional_tags = each.value.tags
}

output "accounts_by_team" {
  value = { for account in local.accounts : account.team => account.account_id... }
}
