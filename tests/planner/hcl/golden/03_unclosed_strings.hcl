resource "a" "one" {
  name  = "prod
  other = "${var.name"
  third = "%{ if var.yes }x"
  fine  = 1
}
resource "a" "two {
  name = "x"
}
