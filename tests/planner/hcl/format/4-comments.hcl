/* one
     two
   three */
//first
#second   
a /* name */ =/* value */1/* end */# rest
b = [ # opened
1, # one
  /* before */ 22, // two
  # alone
] # closed
longer = 3 # three
block "l" /* label */ { # opened
      // inside
c = 1
	/* a */ /* b */ d = 2
} // closed
e = "${ x /* in */ }-" # "quoted # text"
f = "# not // one /* at all */"
g = 1 /* over
two lines */ # then
hh = 2 # more
