provider "aws" {
  region = "us-west-2"
}

resource "aws_iam_role" "wavefront" {
  name = "wavefront"
}

resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}

resource "wavefront_dashboard" "overview" {
  name = "Overview"
}

resource "wavefront_cloud_integration_cloudtrail" "trail" {
  name        = "Trail"
  role_arn    = aws_iam_role.wavefront.arn
  region      = "us-west-2"
  bucket_name = "logs"
}
