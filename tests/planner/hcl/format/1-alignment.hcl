# Groups end at blank lines, comments, blocks and values of several lines.
a = 1
longer_name = 2
mid="x"   # one
longest_of_all_names = "a longer text" // two
z = true /* three */

b=1
# a comment of its own
much_longer = 2
list=[1,
2]
after_list = 3
c = 4
  resource   "wavefront_cloud_integration_cloudwatch"   "prod" {
name="AWS production"      # the account
      role_arn = "arn:aws:iam::123456789012:role/wavefront"# the role
  enabled=true

	namespaces = [
	"AWS/EC2",   # machines
	"AWS/RDS"  ,  # databases
	]
  tags={
  team="x"
  "cost centre"=12
  (var.key)=[for v in var.list:v if v!=""]
  }
  lifecycle{
  skip_trash=true
  }
  empty{}
  one{a=1}  # on one line
  }
  output "x"{value=1}


locals { }
