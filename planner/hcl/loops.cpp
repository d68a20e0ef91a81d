#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/conversions.h"
#include "planner/hcl/evaluator.h"

namespace waveform::hcl {

using base::Value;

bool Evaluator::is_walkable(const Expr& expr, const Typed& collection) {
  if (collection.value.is_null()) {
    fault(expr.range, "Not a collection", "This value is null and cannot be iterated.");
    return false;
  }
  if (collection.type.is_scalar()) {
    fault(expr.range, "Not a collection",
          fmt::format("\"for\" needs a list or a map, this is {}.", a_kind(collection)),
          "Put a single value in brackets.");
    return false;
  }
  return !collection.value.is_unknown();
}

namespace {

constexpr std::string_view kConditionOfFor = "The condition of \"for\"";

// Binds the names of a loop while it exists.
class Bound {
 public:
  Bound(Evaluator& self, std::string_view key_name, const Typed& key, std::string_view value_name,
        const Typed& value)
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

// Collects the results of a loop.
struct Results {
  std::vector<Typed> list;
  std::map<std::string, Typed, std::less<>> members;
  std::map<std::string, std::vector<Typed>, std::less<>> groups;

  Typed value(const ForExpr& node) {
    if (!node.result_key) return make_tuple(std::move(list));
    std::vector<std::pair<std::string, Typed>> all;
    for (auto& [key, member] : members) all.emplace_back(key, std::move(member));
    for (auto& [key, group] : groups) all.emplace_back(key, make_tuple(std::move(group)));
    return make_object(std::move(all));
  }
};

struct ForLoop {
  Evaluator& self;
  const ForExpr& node;
  std::uint8_t marks = 0;
  bool known = true;
  Results results = {};

  // False: the loop ends.
  bool step(const Typed& key, const Typed& element) {
    if (!self.goes_on()) return known = false;
    const Bound bound(self, node.key, key, node.value, element);
    if (node.condition) {
      const auto wanted = self.truth(self.value_of(*node.condition), *node.condition, kConditionOfFor, marks);
      if (!wanted) known = false;
      if (!wanted.value_or(false)) return true;
    }
    if (!node.result_key) {
      results.list.push_back(self.value_of(*node.result));
      return self.take_element() || (known = false);
    }
    const auto name = self.key_text(*node.result_key, marks);
    Typed value = self.value_of(*node.result);
    if (!self.take_element()) return known = false;
    if (!name) {
      known = false;
    } else if (node.grouping) {
      results.groups[*name].push_back(std::move(value));
    } else if (!results.members.emplace(*name, std::move(value)).second) {
      self.fault(node.result_key->range, "Two elements have the same key",
                 (marks & Value::Sensitive) != 0
                     ? std::string("The keys of a map must be unique.")
                     : fmt::format("The keys of a map must be unique; {} is repeated.", base::quote(*name)),
                 "To collect the values of one key in a list, write \"...\" after the value.");
      return known = false;
    }
    return true;
  }
};

// False: the condition fails for every element, or there are none; reported.
bool is_sound(Evaluator& self, const ForExpr& node, const Typed& collection) {
  if (!node.condition || collection.type.is_scalar() || collection.type.is_any()) return true;
  base::Diags heard;
  {
    const Bound bound(self, node.key, unknown(), node.value, unknown());
    std::uint8_t marks = 0;
    base::Diags* before = std::exchange(self.diags, &heard);
    self.truth(self.value_of(*node.condition), *node.condition, kConditionOfFor, marks);
    self.diags = before;
  }
  const bool sound = !heard.has_errors();
  self.diags->append(std::move(heard));
  return sound;
}

}  // namespace

Typed Evaluator::eval(const ForExpr& node) {
  const Typed collection = value_of(*node.collection);
  ForLoop loop{.self = *this, .node = node, .marks = collection.value.marks()};
  if (!is_sound(*this, node, collection)) return unknown({}, loop.marks);
  if (!is_walkable(*node.collection, collection)) return unknown({}, loop.marks);
  each_element(collection, [&](const Typed& key, const Typed& element) { return loop.step(key, element); });
  Typed value = loop.results.value(node);
  if (loop.known) return value.with_marks(loop.marks);
  return unknown({}, static_cast<std::uint8_t>(loop.marks | value.value.marks_within()));
}

Typed Evaluator::eval(const TemplateFor& node) {
  const Typed collection = value_of(*node.collection);
  std::uint8_t marks = collection.value.marks();
  if (!is_walkable(*node.collection, collection)) return unknown(Type::Kind::String, marks);
  std::string out;
  bool known = true;
  each_element(collection, [&](const Typed& key, const Typed& element) {
    if (!goes_on()) return known = false;
    const Bound bound(*this, node.key, key, node.value, element);
    const Typed part = text(node.body);
    marks |= part.value.marks();
    if (part.value.is_unknown()) {
      known = false;
      return true;
    }
    if (!take(part.value.as_string().size() + 1)) return known = false;
    out += part.value.as_string();
    return true;
  });
  return known ? typed(base::normal_form(std::move(out))).with_marks(marks)
               : unknown(Type::Kind::String, marks);
}

Typed Evaluator::eval(const TemplateIf& node) {
  std::uint8_t marks = 0;
  const auto known = truth(value_of(*node.condition), *node.condition, "The condition of \"if\"", marks);
  base::Diags of_then, of_otherwise;
  base::Diags* heard = diags;
  diags = &of_then;
  const Typed then = text(node.then);
  diags = &of_otherwise;
  const Typed otherwise = text(node.otherwise);
  diags = heard;
  marks = static_cast<std::uint8_t>(marks | then.value.marks() | otherwise.value.marks());
  if (!known) return unknown(Type::Kind::String, marks);
  diags->append(std::move(*known ? of_then : of_otherwise));
  return (*known ? then : otherwise).with_marks(marks);
}

Typed Evaluator::eval(const Template& node) {
  const bool directive = node.parts.size() == 1 && (std::holds_alternative<TemplateIf>(node.parts[0]->node) ||
                                                    std::holds_alternative<TemplateFor>(node.parts[0]->node));
  if (node.parts.size() == 1 && !directive) return value_of(*node.parts[0]);
  return text(node);
}

Typed Evaluator::text(const Template& node) {
  std::string out;
  std::uint8_t marks = 0;
  bool known = true;
  for (const ExprPtr& part : node.parts) {
    const Typed value = value_of(*part);
    marks |= value.value.marks_within();
    if (value.value.is_unknown()) {
      known = false;
      continue;
    }
    const auto text = to_text(value.value);
    if (text && !take(text->as_string().size())) {
      known = false;
      break;
    }
    if (text) {
      out += text->as_string();
      continue;
    }
    known = false;
    const bool null = value.value.is_null();
    fault(part->range, null ? "Null in a template" : "Not a string",
          null ? "This value is null."
               : fmt::format("A template accepts strings, numbers and bools; this is {}.", a_kind(value)),
          null ? "If it can be null, write: ${x == null ? \"\" : x}"
               : "Use one item, or iterate with %{ for x in list }.");
  }
  return known ? typed(base::normal_form(std::move(out))).with_marks(marks)
               : unknown(Type::Kind::String, marks);
}

}  // namespace waveform::hcl
