#include "planner/hcl/ast.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "planner/hcl/tree.h"

namespace waveform::hcl {
namespace {

struct Collector {
  std::vector<Reference> found;
  std::vector<std::string_view> bound;

  void walk(const Expr& expr, const Expr* index = nullptr);
  void walk_parts(const Node& node) {
    each_child(node, [this](const Expr& child) { walk(child); });
  }
  void walk_optional(const ExprPtr& expr) {
    if (expr) walk(*expr);
  }
};

void Collector::walk(const Expr& expr, const Expr* index) {
  if (const auto* traversal = std::get_if<Traversal>(&expr.node)) {
    const auto* root = std::get_if<std::string>(&traversal->steps.front().key);
    if (root && std::find(bound.begin(), bound.end(), *root) == bound.end())
      found.push_back({traversal, index});
    return;
  }
  const std::size_t outside = bound.size();
  if (const auto* loop = std::get_if<ForExpr>(&expr.node)) {
    walk_optional(loop->collection);
    bound.insert(bound.end(), {loop->key, loop->value});
    walk_optional(loop->result_key);
    walk_optional(loop->result);
    walk_optional(loop->condition);
  } else if (const auto* text_loop = std::get_if<TemplateFor>(&expr.node)) {
    walk_optional(text_loop->collection);
    bound.insert(bound.end(), {text_loop->key, text_loop->value});
    for (const ExprPtr& part : text_loop->body.parts) walk(*part);
  } else if (const auto* item = std::get_if<Index>(&expr.node)) {
    walk(*item->object, item->key.get());
    walk(*item->key);
  } else {
    walk_parts(expr.node);
  }
  bound.resize(outside);
}

}  // namespace

const Attribute* Body::find(std::string_view name) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [name](const Attribute& attribute) { return attribute.name == name; });
  return found == attributes.end() ? nullptr : &*found;
}

const std::string* name_at(const Traversal& traversal, std::size_t step) {
  return step < traversal.steps.size() ? std::get_if<std::string>(&traversal.steps[step].key) : nullptr;
}

std::vector<Reference> references(const Expr& expr) {
  Collector collector;
  collector.walk(expr);
  return std::move(collector.found);
}

void drop_repeated(Body& body, const std::function<void(const Attribute&, base::Range first)>& again) {
  std::unordered_map<std::string, base::Range> first;
  std::erase_if(body.attributes, [&](const Attribute& attribute) {
    const auto [found, is_new] = first.emplace(attribute.name, attribute.name_range);
    if (!is_new) again(attribute, found->second);
    return !is_new;
  });
}

const Call* find_call(const Expr& expr) {
  if (const auto* call = std::get_if<Call>(&expr.node)) return call;
  const Call* found = nullptr;
  each_child(expr.node, [&found](const Expr& child) {
    if (found == nullptr) found = find_call(child);
  });
  return found;
}

}  // namespace waveform::hcl
