// Topological sort.
#pragma once

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace waveform::planner {

template <typename Node>
struct NeedOrder {
  std::vector<Node> order;                 // all nodes; a cycle starts at any of its nodes
  std::vector<std::vector<Node>> circles;  // each starts at the node that its last node needs
};

// `nodes` and their dependencies, in this order as far as possible. needs_of(node) is a range of nodes that
// stays valid. Uses an explicit stack, since chains can be long.
template <typename Node, typename NeedsOf>
NeedOrder<Node> order_by_need(const std::vector<Node>& nodes, const NeedsOf& needs_of) {
  NeedOrder<Node> result;
  enum class Mark { Open, Done };
  std::unordered_map<Node, Mark> marks;
  struct Frame {
    Node node;
    decltype(needs_of(nodes.front()).begin()) next;
  };
  for (const auto& root : nodes) {
    if (!marks.emplace(root, Mark::Open).second) continue;
    std::vector<Frame> stack{{root, needs_of(root).begin()}};
    while (!stack.empty()) {
      auto& frame = stack.back();
      if (frame.next == needs_of(frame.node).end()) {
        marks[frame.node] = Mark::Done;
        result.order.push_back(frame.node);
        stack.pop_back();
        continue;
      }
      const Node& need = *frame.next++;
      auto [mark, is_new] = marks.emplace(need, Mark::Open);
      if (is_new) {
        stack.push_back({need, needs_of(need).begin()});
      } else if (mark->second == Mark::Open) {
        auto first = std::find_if(stack.begin(), stack.end(), [&](const Frame& f) { return f.node == need; });
        auto& circle = result.circles.emplace_back();
        for (; first != stack.end(); ++first) circle.push_back(first->node);
      }
    }
  }
  return result;
}

}  // namespace waveform::planner
