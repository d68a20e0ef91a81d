resource "a" "one" {
  policy = jsonencode(<<EOT
    text
  EOT)
}
