variable "a" {
	type = strng
	default	=	"😀😀" # 	comment
}
output "é" {
	value = "é中" + local.none
}
output "tab" {
	value	= "😀	" + 1	# one
}
