a = <<EOT some text
b = <<"EOT"
c = 1
