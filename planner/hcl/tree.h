// Traverses and builds expression trees. Private to planner/hcl.
#pragma once

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>

#include "planner/hcl/expr.h"

namespace waveform::hcl {

using Node = decltype(Expr::node);

// Calls visit(const Expr&) for each direct part, in source order.
template <typename Visit>
void each_child(const Node& node, const Visit& visit) {
  const auto one = [&](const ExprPtr& part) {
    if (part) visit(*part);
  };
  const auto all = [&](const std::vector<ExprPtr>& parts) {
    for (const ExprPtr& part : parts) one(part);
  };
  std::visit(
      [&](const auto& n) {
        using T = std::decay_t<decltype(n)>;
        if constexpr (std::is_same_v<T, Template>) {
          all(n.parts);
        } else if constexpr (std::is_same_v<T, TemplateIf>) {
          one(n.condition);
          all(n.then.parts);
          all(n.otherwise.parts);
        } else if constexpr (std::is_same_v<T, TemplateFor>) {
          one(n.collection);
          all(n.body.parts);
        } else if constexpr (std::is_same_v<T, GetAttribute>) {
          one(n.object);
        } else if constexpr (std::is_same_v<T, Index>) {
          one(n.object);
          one(n.key);
        } else if constexpr (std::is_same_v<T, Splat>) {
          one(n.object);
          one(n.each);
        } else if constexpr (std::is_same_v<T, Unary>) {
          one(n.operand);
        } else if constexpr (std::is_same_v<T, Binary>) {
          one(n.left);
          one(n.right);
        } else if constexpr (std::is_same_v<T, Conditional>) {
          one(n.condition);
          one(n.then);
          one(n.otherwise);
        } else if constexpr (std::is_same_v<T, ListExpr>) {
          all(n.items);
        } else if constexpr (std::is_same_v<T, ObjectExpr>) {
          for (const ObjectExpr::Item& item : n.items) {
            one(item.key);
            one(item.value);
          }
        } else if constexpr (std::is_same_v<T, ForExpr>) {
          one(n.collection);
          one(n.result_key);
          one(n.result);
          one(n.condition);
        } else if constexpr (std::is_same_v<T, Call>) {
          all(n.arguments);
        }
      },
      node);
}

inline ExprPtr make_expr(base::Range range, Node node) {
  int height = 0;
  each_child(node, [&](const Expr& child) { height = std::max(height, child.height); });
  return std::make_unique<Expr>(Expr{range, std::move(node), height + 1});
}

}  // namespace waveform::hcl
