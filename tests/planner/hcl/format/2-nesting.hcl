a = [[
1,
], [
2,
]]
b = f({
c = [{
d = 1
}, {
d = 22
e = [
{ x = 1, long_name = 2 },
{ xyz = 1, y = 2 },
]
}]
}, (
var.x
? "one"
: "two"
))
c = (1
+ 2
- 3)
d = merge(var.a,
var.b, {
e = 1
})
block "x" {
f = true ? {
g = 1
} : {
g = 2
}
}
