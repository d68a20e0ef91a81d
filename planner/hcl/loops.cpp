#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/conversions.h"
#include "planner/hcl/evaluator.h"

namespace waveform::hcl {

using base::Value;

bool Evaluator::each(const Expr& collection_expr, const Value& collection,
                     const std::function<bool(const Value& key, const Value& element)>& body) {
  if (collection.is_unknown()) return false;
  if (collection.is_list()) {
    std::int64_t i = 0;
    for (const Value& element : collection.as_list()) {
      if (!body(Value(i++), element.with_marks(collection.marks()))) break;
    }
    return true;
  }
  if (collection.is_map()) {
    for (const auto& [key, element] : collection.as_map()) {
      if (!body(Value(key).with_marks(collection.marks()), element.with_marks(collection.marks()))) break;
    }
    return true;
  }
  fault(collection_expr.range, "Not a collection",
        fmt::format("\"for\" goes through lists and maps, and this is {}.", a_kind(collection)),
        is_scalar(collection) ? "For a single value, put it in brackets." : "");
  return false;
}

namespace {

// Binds the names of a loop for as long as it lives.
class Bound {
 public:
  Bound(Evaluator& self, std::string_view key_name, const Value& key, std::string_view value_name,
        const Value& value)
      : self_(self), outside_(self.locals.size()) {
    if (!key_name.empty()) self.locals.push_back({key_name, key});
    self.locals.push_back({value_name, value});
  }
  ~Bound() { self_.locals.resize(outside_); }
  Bound(const Bound&) = delete;
  Bound& operator=(const Bound&) = delete;

 private:
  Evaluator& self_;
  std::size_t outside_;
};

// The results of a loop as they come.
struct Results {
  Value::List list;
  Value::Map map;
  std::map<std::string, Value::List, std::less<>> groups;

  Value value(const ForExpr& node) {
    if (!node.result_key) return std::move(list);
    if (!node.grouping) return std::move(map);
    for (auto& [key, group] : groups) map.emplace(key, Value(std::move(group)));
    return std::move(map);
  }
};

}  // namespace

Value Evaluator::eval(const ForExpr& node) {
  const Value collection = value_of(*node.collection);
  std::uint8_t marks = collection.marks();
  Results results;
  bool known = true;
  const bool walked = each(*node.collection, collection, [&](const Value& key, const Value& element) {
    const Bound bound(*this, node.key, key, node.value, element);
    if (node.condition) {
      const auto wanted = condition(*node.condition, "The condition of \"for\"", marks);
      if (!wanted) known = false;
      if (!wanted.value_or(false)) return true;
    }
    if (!node.result_key) {
      results.list.push_back(value_of(*node.result));
      return true;
    }
    const auto name = key_text(*node.result_key, marks);
    Value value = value_of(*node.result);
    if (!name) {
      known = false;
    } else if (node.grouping) {
      results.groups[*name].push_back(std::move(value));
    } else if (!results.map.emplace(*name, std::move(value)).second) {
      fault(node.result_key->range, "Two elements give one key",
            (marks & Value::Sensitive) != 0
                ? std::string("Keys of a map are unique.")
                : fmt::format("Keys of a map are unique; {} comes a second time.", base::quote(*name)),
            "To gather the values of one key in a list, write \"...\" after the value.");
      known = false;
      return false;
    }
    return true;
  });
  if (walked && known) return results.value(node).with_marks(marks);
  return Value::unknown().with_marks(marks | results.value(node).marks_within());
}

Value Evaluator::eval(const TemplateFor& node) {
  const Value collection = value_of(*node.collection);
  std::uint8_t marks = collection.marks();
  std::string out;
  bool known = true;
  const bool walked = each(*node.collection, collection, [&](const Value& key, const Value& element) {
    const Bound bound(*this, node.key, key, node.value, element);
    const Value part = text(node.body);
    marks |= part.marks();
    if (part.is_unknown()) {
      known = false;
    } else {
      out += part.as_string();
    }
    return true;
  });
  return (walked && known ? Value(std::move(out)) : Value::unknown()).with_marks(marks);
}

Value Evaluator::eval(const TemplateIf& node) {
  std::uint8_t marks = 0;
  const auto known = condition(*node.condition, "The condition of \"if\"", marks);
  if (!known) return Value::unknown().with_marks(marks);
  return text(*known ? node.then : node.otherwise).with_marks(marks);
}

Value Evaluator::eval(const Template& node) {
  const bool directive = node.parts.size() == 1 && (std::holds_alternative<TemplateIf>(node.parts[0]->node) ||
                                                    std::holds_alternative<TemplateFor>(node.parts[0]->node));
  if (node.parts.size() == 1 && !directive) return value_of(*node.parts[0]);
  return text(node);
}

Value Evaluator::text(const Template& node) {
  std::string out;
  std::uint8_t marks = 0;
  bool known = true;
  for (const ExprPtr& part : node.parts) {
    const Value value = value_of(*part);
    marks |= value.marks_within();
    if (value.is_unknown()) {
      known = false;
    } else if (const auto text = to_text(value)) {
      out += text->as_string();
    } else {
      known = false;
      fault(part->range, value.is_null() ? "Null in a template" : "Not a text",
            value.is_null()
                ? "This value is null, which has no text."
                : fmt::format("A template takes strings, numbers and bools; this is {}.", a_kind(value)),
            value.is_null() ? "Where it may be null, write: ${x == null ? \"\" : x}"
                            : "Take one item of it, or go through all of them with %{ for x in list }.");
    }
  }
  return (known ? Value(std::move(out)) : Value::unknown()).with_marks(marks);
}

}  // namespace waveform::hcl
