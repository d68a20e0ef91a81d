#include "planner/graph.h"

#include "planner/need_order.h"

namespace waveform::planner {

using base::Address;

namespace {

std::set<Address> needs_of(const Config& config, const References& references,
                           const ResourceBlock& resource) {
  std::set<Address> needs;
  for (const auto& address : resource.depends_on) {
    if (config.resources.contains(address.block())) needs.insert(address.block());  // else it was reported
  }
  for (const auto* expr : expressions_of(resource)) needs.merge(references.resources_of(*expr));
  return needs;
}

void report_circle(const Config& config, const std::vector<Address>& circle, base::Diags& diags) {
  std::string way;
  for (const auto& address : circle) way += address.text() + " needs ";
  diags.error(config.resources.at(circle.front()).range, "Resources need each other in a circle",
              way + circle.front().text() + ".",
              "Break it: replace one of the references by a literal or a variable.");
}

}  // namespace

Graph build_graph(const Config& config, const References& references, base::Diags& diags) {
  Graph graph;
  std::vector<Address> blocks;
  for (const auto& [address, resource] : config.resources) {
    blocks.push_back(address);
    graph.needs.emplace(address, needs_of(config, references, resource));
  }
  auto ordered =
      order_by_need(blocks, [&](const Address& block) -> const auto& { return graph.needs.at(block); });
  for (const auto& circle : ordered.circles) report_circle(config, circle, diags);
  graph.order = std::move(ordered.order);
  return graph;
}

}  // namespace waveform::planner
