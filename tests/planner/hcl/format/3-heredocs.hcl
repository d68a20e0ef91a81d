resource "a" "b" {
text = <<EOT
  kept   as    is  
	tab ${ var.x } and ${~ var.y ~}
# no comment = here
    %{ if var.prod ~}
  production
    %{ endif ~}
EOT
  indented=<<-END
      one
        two ${ join( ",",[ "a" ,"b" ] ) }
      END
      after =   1
      list=[<<A
first
A
, <<-B
  second
  B
      ]
      call = f(<<X
	${ f(
  1,
      2
 ) } rest
X
)
  nothing = <<E
E
}
last = <<Z
no line end follows
Z
