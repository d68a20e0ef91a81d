resource "a" "one" {
  tags = {
    team = "infra"
  name = "prod"
}
