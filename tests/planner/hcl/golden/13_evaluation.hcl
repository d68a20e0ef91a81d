a = var.map.thre
b = var.list[7]
c = "name-${var.none}"
d = 1 / 0
e = "x" + "y"
f = var.none.id
g = true ? 1 : false
h = nofunction(1)
i = "x ${var.list}"
j = var.list.name
k = var.secret + 1
l = { for x in [1, 1] : x => x }
m = 1 ? 2 : 3
