resource "a" "one" {
  name = "prod"

resource "a" "two" {
  name = "test"
}
