variable   region{ type="string" }
variable "names" {
	type	=	list
  default=[ ]
}
größe   =   "ä"
中文="wide"   # 中文
𝒜 = "🇬🇧"      # flag
x = a.b[ 0 ] .c [ "d" ] . * . e
y = - ( - 1 ) - -2--3
z = !(!true)&&!f ( )
aa-bb=cc-dd - ee
t = "tab	and trailing   "   
u = f ( x... )   
v = ((((((((((1))))))))))
w = [[[[
[[1
]]]]
]]
