variable "appd_password" {
  type      = string
  sensitive = true
}

resource "wavefront_cloud_integration_app_dynamics" "controller" {
  name               = "AppDynamics shop"
  service            = "APPDYNAMICS"
  user_name          = "wavefront@shop"
  controller_name    = "shop"
  encrypted_password = var.appd_password

  enable_rollup               = true
  enable_error_metrics        = true
  enable_backend_metrics      = true
  enable_business_trx_metrics = false
  enable_overall_perf_metrics = true
  enable_app_infra_metrics    = false
  app_filter_regex            = ["^shop-web$", "^shop-api$"]
}
