resource "a" "one" {
  name: "prod"
  size == 4
  enabled true
  count =
  "quoted" = 1
  name = "again"
  lone
  a.b = 1
  x = 1 y = 2
}
