#include "planner/eval/graph.h"

#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

struct Ordered : Loaded {
  explicit Ordered(const std::string& text) : Loaded("variable \"id\" {}\n" + text) {
    base::Diags faults;
    graph = build_graph(config(), *configuration->references, faults);
  }
  std::string order() const {
    std::string out;
    for (const auto& address : graph.order) out += (out.empty() ? "" : " ") + address.name;
    return out;
  }
  Graph graph;
};

std::string needs(const std::string& label) {
  return fmt::format("additional_tags = {{ x = wavefront_cloud_integration_ec2.{}.id }}", label);
}

}  // namespace

TEST_CASE("nothing comes before what it needs, else by address") {
  CHECK(Ordered(ec2("c") + ec2("b") + ec2("a")).order() == "a b c");
  CHECK(Ordered(ec2("a", needs("c")) + ec2("b") + ec2("c")).order() == "c a b");
  CHECK(Ordered(ec2("a", needs("b")) + ec2("b", needs("c")) + ec2("c")).order() == "c b a");
}

TEST_CASE("references count in templates, conditions, locals of locals and depends_on") {
  std::string locals =
      "locals {\n  one = local.two\n  two = [for x in [1] : wavefront_cloud_integration_ec2.z.name]\n}\n";
  CHECK(Ordered(locals + ec2("a", "additional_tags = { x = local.one[0] }") + ec2("z")).order() == "z a");
  CHECK(
      Ordered(ec2("a", "metric_filter_regex = true ? \"${wavefront_cloud_integration_ec2.z.name}\" : \"\"") +
              ec2("z"))
          .order() == "z a");
  CHECK(Ordered(ec2("a", "depends_on = [wavefront_cloud_integration_ec2.z]") + ec2("z")).order() == "z a");
}

TEST_CASE("a cycle is an error that names the way round, and a resource may not need itself") {
  Ordered three(ec2("a", needs("b")) + ec2("b", needs("c")) + ec2("c", needs("a")));
  CHECK(has(complaints(three.diags),
            "  wavefront_cloud_integration_ec2.a needs wavefront_cloud_integration_ec2.b needs "
            "wavefront_cloud_integration_ec2.c needs wavefront_cloud_integration_ec2.a.\n"));
  CHECK(three.graph.order.size() == 3);
  Ordered self(ec2("a", needs("a")));
  CHECK(has(complaints(self.diags),
            "  wavefront_cloud_integration_ec2.a needs wavefront_cloud_integration_ec2.a.\n"));
  Ordered two(ec2("a", needs("b")) + ec2("b", needs("a")) + ec2("c", needs("d")) + ec2("d", needs("c")));
  CHECK(two.diags.list().size() == 2);
}

TEST_CASE("a chain of thousands needs no deep stack") {
  std::string text = ec2("r0");
  for (int i = 1; i < 3000; ++i) text += ec2(fmt::format("r{}", i), needs(fmt::format("r{}", i - 1)));
  Ordered chain(text);
  CHECK(chain.diags.empty());
  CHECK(chain.graph.order.front().name == "r0");
  CHECK(chain.graph.order.back().name == "r2999");
}

}  // namespace waveform::planner
