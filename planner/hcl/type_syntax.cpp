#include "planner/hcl/type_syntax.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/convert.h"
#include "planner/hcl/evaluate.h"
#include "planner/hcl/parser.h"

namespace waveform::hcl {
namespace {

struct Named {
  std::string_view name;
  Type::Kind kind;
  bool takes_type;  // list(T)
};

constexpr std::array kTypeNames = {
    Named{"any", Type::Kind::Any, false},       Named{"string", Type::Kind::String, false},
    Named{"number", Type::Kind::Number, false}, Named{"bool", Type::Kind::Bool, false},
    Named{"list", Type::Kind::List, true},      Named{"set", Type::Kind::Set, true},
    Named{"map", Type::Kind::Map, true},        Named{"object", Type::Kind::Object, true},
    Named{"tuple", Type::Kind::Tuple, true},
};

const Named* find(std::string_view name) {
  const auto found =
      std::find_if(kTypeNames.begin(), kTypeNames.end(), [name](const Named& n) { return n.name == name; });
  return found == kTypeNames.end() ? nullptr : &*found;
}

constexpr std::string_view all_types =
    "Types are string, number, bool, any, list(T), set(T), map(T), object({ name = T }) and tuple([T, ...]).";

Type of_elements(Type::Kind kind, Type element) {
  if (kind == Type::Kind::List) return Type::list(std::move(element));
  return kind == Type::Kind::Set ? Type::set(std::move(element)) : Type::map(std::move(element));
}

void unknown_type(base::Range range, std::string_view name, base::Diags& diags) {
  std::vector<std::string> known;
  for (const Named& n : kTypeNames) known.emplace_back(n.name);
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
  if (found->kind == Type::Kind::Object || found->kind == Type::Kind::Tuple) {
    diags.error(range, fmt::format("{} needs the types of its members", base::quote(*name)),
                found->kind == Type::Kind::Object ? "Write: object({ name = string, size = number })."
                                                  : "Write: tuple([string, number]).");
    return {};
  }
  return found->takes_type ? of_elements(found->kind, Type()) : Type(found->kind);  // list is list(any)
}

// string, optional(string), optional(string, "default")
Type::Member member_type(const std::string& name, const Expr& expr, base::Diags& diags) {
  const auto* call = std::get_if<Call>(&expr.node);
  if (call == nullptr || call->function != "optional") return {name, parse_type(expr, diags)};
  if (call->arguments.empty() || call->arguments.size() > 2 || call->expand_last) {
    diags.error(expr.range, "\"optional\" takes a type and a default",
                "Write: optional(string) or optional(string, \"default\").");
    return {name, Type(), true};
  }
  Type::Member member{name, parse_type(*call->arguments[0], diags), true};
  if (call->arguments.size() == 1) return member;
  const Expr& fallback = *call->arguments[1];
  auto converted = convert(evaluate(fallback, NoNames("A default"), diags), member.type);
  if (!converted) {
    diags.error(fallback.range, fmt::format("The default of {} has another type", base::quote(name)),
                converted.error().message + ".");
  } else if (!converted->value.is_null()) {
    member.fallback = converted->value;
  }
  return member;
}

Type object_type(const ObjectExpr& object, base::Diags& diags) {
  Type::Members members;
  for (const ObjectExpr::Item& item : object.items) {
    const auto* name = std::get_if<Literal>(&item.key->node);
    if (!name || !name->value.is_string()) {
      diags.error(item.key->range, "Invalid attribute name",
                  "Expected a plain name, as in { name = string }.");
      continue;
    }
    const std::string& text = name->value.as_string();
    const auto is_it = [&](const Type::Member& member) { return member.name == text; };
    if (std::any_of(members.begin(), members.end(), is_it)) continue;  // already warned about
    members.push_back(member_type(text, *item.value, diags));
  }
  return Type::object(std::move(members));
}

Type called(const Call& call, base::Range range, base::Diags& diags) {
  if (call.function == "optional") {
    diags.error(range, "optional(...) is outside of an object type",
                "It marks an attribute of an object as optional.",
                "Write: object({ name = optional(string) }).");
    return {};
  }
  const Named* found = find(call.function);
  if (!found) {
    unknown_type(call.name_range, call.function, diags);
    return {};
  }
  const std::string quoted = base::quote(call.function);
  if (!found->takes_type) {
    diags.error(range, fmt::format("{} takes no argument", quoted), fmt::format("Write: {}.", found->name));
    return found->kind;
  }
  if (call.arguments.size() != 1 || call.expand_last) {
    diags.error(range, fmt::format("{} takes one argument", quoted),
                fmt::format("Expected the type of its elements, found {}.",
                            base::count(static_cast<std::int64_t>(call.arguments.size()), "argument")));
    return {};
  }
  const Expr& argument = *call.arguments.front();
  if (found->kind == Type::Kind::Object) {
    if (const auto* object = std::get_if<ObjectExpr>(&argument.node)) return object_type(*object, diags);
    diags.error(argument.range, "object() needs its members in braces", "Write: object({ name = string }).");
    return {};
  }
  if (found->kind == Type::Kind::Tuple) {
    const auto* list = std::get_if<ListExpr>(&argument.node);
    if (!list) {
      diags.error(argument.range, "tuple() needs a list of types", "Write: tuple([string, number]).");
      return {};
    }
    std::vector<Type> items;
    for (const ExprPtr& item : list->items) items.push_back(parse_type(*item, diags));
    return Type::tuple(std::move(items));
  }
  return of_elements(found->kind, parse_type(argument, diags));
}

// In JSON a type is always in quotes. Errors inside are reported for the whole string.
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
    diags.error(expr.range, "The type is in quotes", "Types are names, not strings.",
                find(text) ? fmt::format("Write {}.", text) : std::string(all_types));
  } else {
    diags.error(expr.range, "Not a type", std::string(all_types));
  }
  return {};
}

}  // namespace waveform::hcl
