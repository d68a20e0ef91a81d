a = "plain"
b = "${ var.x }"
c = "x-${ var.x }"
d = "${ a }${ b }"
e = "${ "${ "deep" }" }"
f = "${ f( "${ g( "}" ) } \" ${ { k="v" } }" ) }"
g = "%{ for k,v in var.m ~} ${ k }=${ v } %{ endfor }"
h = "escaped $${ x } \"${ y }\" \\${ z }"
i = "${ [
1,
2
] }"
j = "${
var.x
}"
k = {
"${ var.k }" = "${ var.v }"
}
l = "${ var.x ? 1 : -1 }${-1}"
m = "${ x }" # why
n = "a ${
x
} b"
