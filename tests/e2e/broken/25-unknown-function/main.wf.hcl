resource "wavefront_cloud_integration_ec2" "main" {
  name     = uper("metrics+")
  role_arn = "arn:aws:iam::${file("account.txt")}:role/wavefront"
}
