#include "planner/graph.h"

#include <algorithm>

namespace waveform::planner {

using base::Address;

namespace {

std::set<Address> needs_of(const References& references, const ResourceBlock& resource) {
  std::set<Address> needs;
  for (const auto& address : resource.depends_on) needs.insert({address.type, address.name, {}});
  for (const auto& attribute : resource.body->attributes) {
    if (attribute.name != "depends_on") needs.merge(references.resources_of(*attribute.value));
  }
  for (const auto* conditions : {&resource.preconditions, &resource.postconditions}) {
    for (const auto& condition : *conditions) {
      needs.merge(references.resources_of(*condition.condition));
      needs.merge(references.resources_of(*condition.error_message));
    }
  }
  return needs;
}

void report_cycle(const Config& config, const std::vector<Address>& path, const Address& back_to,
                  base::Diags& diags) {
  auto first = std::find(path.begin(), path.end(), back_to);
  std::string way;
  for (auto it = first; it != path.end(); ++it) way += it->text() + " needs ";
  diags.error(config.resources.at(back_to).range, "Resources need each other in a circle",
              way + back_to.text() + ".",
              "Break it: replace one of the references by a literal or a variable.");
}

}  // namespace

Graph build_graph(const Config& config, const References& references, base::Diags& diags) {
  Graph graph;
  for (const auto& [address, resource] : config.resources)
    graph.needs.emplace(address, needs_of(references, resource));

  enum class Mark { Open, Done };
  std::map<Address, Mark> marks;
  std::vector<Address> path;
  // Chains of references are as long as people make them: a stack of our own instead of recursion.
  struct Frame {
    Address address;
    std::set<Address>::const_iterator next;
  };
  for (const auto& [root, needs] : graph.needs) {
    if (marks.contains(root)) continue;
    std::vector<Frame> stack{{root, needs.begin()}};
    marks[root] = Mark::Open;
    path = {root};
    while (!stack.empty()) {
      auto& frame = stack.back();
      if (frame.next == graph.needs.at(frame.address).end()) {
        marks[frame.address] = Mark::Done;
        graph.order.push_back(frame.address);
        stack.pop_back();
        path.pop_back();
        continue;
      }
      const Address& need = *frame.next++;
      auto all = graph.needs.find(need);
      if (all == graph.needs.end()) continue;
      auto mark = marks.find(need);
      if (mark == marks.end()) {
        marks[need] = Mark::Open;
        path.push_back(need);
        stack.push_back({need, all->second.begin()});
      } else if (mark->second == Mark::Open) {
        report_cycle(config, path, need, diags);
      }
    }
  }
  return graph;
}

}  // namespace waveform::planner
