name = "Metrics+"

resource "wavefront_cloud_integration_cloudwatch" "main" {
  name     = "CloudWatch"
  role_arn = "arn:aws:iam::123456789012:role/wavefront"

  instance_selection_tags {
    env = "prod"
  }

  lifecycle {
    prevent_destory = true
    skip_trash      = "yes"
  }

  lifecyle {}
}
