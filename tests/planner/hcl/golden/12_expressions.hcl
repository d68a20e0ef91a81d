a = 1 +
b = x ? 1
c = [for x in y]
d = { for x in y : x }
e = [for x y : x]
f = (1 + 2
g = a.
h = a[]
i = = 1
