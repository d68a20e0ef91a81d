#include "planner/eval/graph.h"

#include "planner/eval/topological_order.h"

namespace waveform::planner {

using base::Address;

namespace {

void report_circle(const Config& config, const std::vector<Address>& circle, base::Diags& diags) {
  std::string way;
  for (const auto& address : circle) way += address.text() + " needs ";
  diags.error(config.resources.at(circle.front()).range, "Resources depend on each other in a cycle",
              way + circle.front().text() + ".", "Replace one of the references by a literal or a variable.");
}

}  // namespace

Graph build_graph(const Config& config, const References& references, base::Diags& diags) {
  Graph graph;
  std::vector<Address> blocks;
  for (const auto& [address, resource] : config.resources) {
    blocks.push_back(address);
    auto& needs = graph.needs.emplace(address, references.needs_of(address)).first->second;
    for (const auto& other : resource.depends_on) {
      if (config.resources.contains(other.block())) needs.insert(other.block());  // else it was reported
    }
  }
  auto ordered =
      order_by_need(blocks, [&](const Address& block) -> const auto& { return graph.needs.at(block); });
  for (const auto& circle : ordered.circles) report_circle(config, circle, diags);
  graph.order = std::move(ordered.order);
  return graph;
}

}  // namespace waveform::planner
