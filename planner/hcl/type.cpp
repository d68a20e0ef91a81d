#include "planner/hcl/type.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/conversions.h"
#include "planner/hcl/parser.h"

namespace waveform::hcl {
namespace {

using base::Result;
using Kind = Type::Kind;

struct Named {
  std::string_view name;
  Kind kind;
  bool takes_type;  // list(T)
};

constexpr std::array names = {
    Named{"any", Kind::Any, false},       Named{"string", Kind::String, false},
    Named{"number", Kind::Number, false}, Named{"bool", Kind::Bool, false},
    Named{"list", Kind::List, true},      Named{"set", Kind::Set, true},
    Named{"map", Kind::Map, true},        Named{"object", Kind::Object, true},
    Named{"tuple", Kind::Tuple, true},
};

const Named* find(std::string_view name) {
  const auto found =
      std::find_if(names.begin(), names.end(), [name](const Named& n) { return n.name == name; });
  return found == names.end() ? nullptr : &*found;
}

std::string_view name_of(Kind kind) {
  return std::find_if(names.begin(), names.end(), [kind](const Named& n) { return n.kind == kind; })->name;
}

constexpr std::string_view all_types =
    "Types are string, number, bool, any, list(T), set(T), map(T), object({ name = T }) and tuple([T, ...]).";

void unknown_type(base::Range range, std::string_view name, base::Diags& diags) {
  std::vector<std::string> known;
  for (const Named& n : names) known.emplace_back(n.name);
  diags.error(range, fmt::format("There is no type named {}", base::quote(name)), std::string(all_types),
              std::string(base::trim(base::did_you_mean(name, known))));
}

Type bare_name(const Traversal& traversal, base::Range range, base::Diags& diags) {
  const auto* name = std::get_if<std::string>(&traversal.steps.front().key);
  if (traversal.steps.size() > 1 || !name) {
    diags.error(range, "Not a type", std::string(all_types));
    return {};
  }
  const Named* found = find(*name);
  if (!found) {
    unknown_type(range, *name, diags);
    return {};
  }
  if (found->kind == Kind::Object || found->kind == Kind::Tuple) {
    diags.error(range, fmt::format("{} needs its members' types", base::quote(*name)),
                found->kind == Kind::Object ? "It is written: object({ name = string, size = number })."
                                            : "It is written: tuple([string, number]).");
    return {};
  }
  if (found->takes_type) return {found->kind, {Type{}}, {}};  // list is list(any)
  return {found->kind, {}, {}};
}

Type object_type(const ObjectExpr& object, base::Diags& diags) {
  Type type{Kind::Object, {}, {}};
  for (const ObjectExpr::Item& item : object.items) {
    const auto* name = std::get_if<Literal>(&item.key->node);
    if (!name || !name->value.is_string()) {
      diags.error(item.key->range, "Invalid attribute name",
                  "Expected a plain name, as in { name = string }.");
      continue;
    }
    const std::string& text = name->value.as_string();
    if (std::find(type.names.begin(), type.names.end(), text) != type.names.end())
      continue;  // warned of already
    type.names.push_back(text);
    type.elements.push_back(parse_type(*item.value, diags));
  }
  return type;
}

Type called(const Call& call, base::Range range, base::Diags& diags) {
  if (call.function == "optional") {
    diags.error(range, "optional(...) is not supported yet", "Every attribute of an object type is required.",
                "Write the type alone, and null in the value where there is none.");
    return {};
  }
  const Named* found = find(call.function);
  if (!found) {
    unknown_type(call.name_range, call.function, diags);
    return {};
  }
  const std::string quoted = base::quote(call.function);
  if (!found->takes_type) {
    diags.error(range, fmt::format("{} takes no argument", quoted),
                fmt::format("It is written: {}.", found->name));
    return {found->kind, {}, {}};
  }
  if (call.arguments.size() != 1 || call.expand_last) {
    diags.error(range, fmt::format("{} takes one argument", quoted),
                fmt::format("Expected the type of its elements, found {}.",
                            base::count(static_cast<std::int64_t>(call.arguments.size()), "argument")));
    return {};
  }
  const Expr& argument = *call.arguments.front();
  if (found->kind == Kind::Object) {
    if (const auto* object = std::get_if<ObjectExpr>(&argument.node)) return object_type(*object, diags);
    diags.error(argument.range, "object() takes its members in braces",
                "It is written: object({ name = string }).");
    return {};
  }
  if (found->kind == Kind::Tuple) {
    const auto* list = std::get_if<ListExpr>(&argument.node);
    if (!list) {
      diags.error(argument.range, "tuple() takes a list of types", "It is written: tuple([string, number]).");
      return {};
    }
    Type type{Kind::Tuple, {}, {}};
    for (const ExprPtr& item : list->items) type.elements.push_back(parse_type(*item, diags));
    return type;
  }
  return {found->kind, {parse_type(argument, diags)}, {}};
}

// In JSON a type can only stand in quotes. All that is wrong inside is said of the whole string.
Type quoted(const std::string& text, base::Range range, base::Diags& diags) {
  const base::Source source{"type", text};
  base::Diags inside;
  Type type;
  if (auto expr = parse_expression(source, inside)) type = parse_type(*expr, inside);
  if (!inside.empty()) {
    const auto& first = inside.list().front();
    diags.error(range, first.summary, first.detail, first.hint);
  }
  return type;
}

}  // namespace

std::string Type::text() const {
  const std::string name(name_of(kind));
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    parts.push_back(kind == Kind::Object ? names[i] + " = " + elements[i].text() : elements[i].text());
  }
  switch (kind) {
    case Kind::List:
    case Kind::Set:
    case Kind::Map:
      return fmt::format("{}({})", name, parts.empty() ? "any" : parts.front());
    case Kind::Object:
      return parts.empty() ? "object({})" : fmt::format("object({{ {} }})", fmt::join(parts, ", "));
    case Kind::Tuple:
      return fmt::format("tuple([{}])", fmt::join(parts, ", "));
    default:
      return name;
  }
}

Type parse_type(const Expr& expr, base::Diags& diags) {
  if (const auto* traversal = std::get_if<Traversal>(&expr.node))
    return bare_name(*traversal, expr.range, diags);
  if (const auto* call = std::get_if<Call>(&expr.node)) return called(*call, expr.range, diags);
  const auto* literal = std::get_if<Literal>(&expr.node);
  if (literal && literal->value.is_unknown()) return {};  // could not be read, which was reported
  bool json = expr.range.source != nullptr && expr.range.source->name.ends_with(".json");
  if (literal && literal->value.is_string() && json)
    return quoted(literal->value.as_string(), expr.range, diags);
  if (literal && literal->value.is_string()) {
    const std::string& text = literal->value.as_string();
    diags.error(expr.range, "The type stands in quotes", "Types are names, not strings.",
                find(text) ? fmt::format("Write {}.", text) : std::string(all_types));
  } else {
    diags.error(expr.range, "Not a type", std::string(all_types));
  }
  return {};
}

}  // namespace waveform::hcl
