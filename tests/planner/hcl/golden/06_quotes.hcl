a = 'single'
b = “curly”
c = `tick`
d = 'unclosed
e = "fine"
