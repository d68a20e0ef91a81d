resource "a" "b"
{
  name = "x"
}
resource "a" "c" = {
  name = "x"
}
resource "a" "${var.name}" {
}
locals { a = 1, b = 2 }
name "x"
resource "a" "b" 5
