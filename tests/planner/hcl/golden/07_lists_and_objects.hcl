a = ["x" "y"]
b = [
  "one"
  "two"
]
c = { x = 1 y = 2 }
d = [1, 2
e = { x : 1, x = 2, y }
f = f(1 2)
g = { var.name = 1 }
h = [1, , 2]
