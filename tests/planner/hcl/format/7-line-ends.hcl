a = 1
longer = <<-E
  x
    y
  E

/* b
*/
block {
b="\r\n"
}


