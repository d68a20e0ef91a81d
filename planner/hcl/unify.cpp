#include <algorithm>
#include <string>
#include <unordered_map>

#include "planner/hcl/convert.h"

namespace waveform::hcl {

using Unified = std::optional<Type>;

namespace {

std::vector<Type> distinct_types(std::span<const Type> types) {
  std::vector<Type> found;
  std::unordered_map<std::string, std::vector<std::size_t>>
      by_text;  // positions in `found`: names can repeat
  for (const Type& type : types) {
    if (!found.empty() && type == found.back()) continue;
    auto& alike = by_text[type.text()];
    if (std::any_of(alike.begin(), alike.end(), [&](std::size_t i) { return found[i] == type; })) continue;
    alike.push_back(found.size());
    found.push_back(type);
  }
  return found;
}

bool same_members(const Type::Members& a, const Type::Members& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return x.name == y.name; });
}

enum class Order { Equal, More, Less };  // general

Order inverse(Order order) {
  return order == Order::More ? Order::Less : order == Order::Less ? Order::More : order;
}

Order compare(const Type& a, const Type& b);

// Of objects and tuples of one shape: one is more general if some part is and no part is less general.
template <typename Parts, typename TypeOf>
Order compare_parts(const Parts& a, const Parts& b, const TypeOf& type_of_part) {
  bool more = false;
  bool less = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const Order order = compare(type_of_part(a[i]), type_of_part(b[i]));
    more = more || order == Order::More;
    less = less || order == Order::Less;
  }
  if (more == less) return Order::Equal;
  return more ? Order::More : Order::Less;
}

// Which of two types is preferred for values of both.
Order compare(const Type& a, const Type& b) {
  if (a.is_any() || b.is_any()) {
    if (a.is_any() && b.is_any()) return Order::Equal;
    return a.is_any() ? Order::Less : Order::More;
  }
  if (a.is_scalar() && b.is_scalar()) {
    if ((a.kind() == Type::Kind::String) == (b.kind() == Type::Kind::String)) return Order::Equal;
    return a.kind() == Type::Kind::String ? Order::More : Order::Less;
  }
  if (a.kind() == b.kind() && a.is_collection()) return compare(a.element(), b.element());
  const auto is = [&](Type::Kind x, Type::Kind y) { return a.kind() == x && b.kind() == y; };
  if (is(Type::Kind::List, Type::Kind::Tuple) || is(Type::Kind::Map, Type::Kind::Object)) return Order::More;
  if (is(Type::Kind::Tuple, Type::Kind::Set) || is(Type::Kind::List, Type::Kind::Set)) return Order::More;
  if (is(Type::Kind::Tuple, Type::Kind::List) || is(Type::Kind::Object, Type::Kind::Map) ||
      is(Type::Kind::Set, Type::Kind::Tuple) || is(Type::Kind::Set, Type::Kind::List)) {
    return inverse(compare(b, a));
  }
  if (is(Type::Kind::Tuple, Type::Kind::Tuple) && a.items().size() == b.items().size()) {
    return compare_parts(a.items(), b.items(), [](const Type& t) { return t; });
  }
  if (is(Type::Kind::Object, Type::Kind::Object) && same_members(a.members(), b.members())) {
    return compare_parts(a.members(), b.members(), [](const Type::Member& m) { return m.type; });
  }
  return Order::Equal;
}

// The more general ones first, otherwise in the given order.
std::vector<std::size_t> by_preference(const std::vector<Type>& types) {
  std::vector<std::vector<std::size_t>> followers(types.size());
  std::vector<std::size_t> before(types.size(), 0);
  for (std::size_t i = 0; i < types.size(); ++i) {
    for (std::size_t j = i + 1; j < types.size(); ++j) {
      const Order order = compare(types[i], types[j]);
      if (order == Order::Equal) continue;
      followers[order == Order::More ? i : j].push_back(order == Order::More ? j : i);
      ++before[order == Order::More ? j : i];
    }
  }
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (before[i] == 0) order.push_back(i);
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (std::size_t follower : followers[order[next]]) {
      if (--before[follower] == 0) order.push_back(follower);
    }
  }
  return order;
}

// Scalars, sequences, and named members: there is no conversion between these.
bool is_of_one_family(const std::vector<Type>& types) {
  bool scalar = false, sequence = false, mapping = false;
  for (const Type& type : types) {
    scalar = scalar || type.is_scalar();
    sequence = sequence || type.is_sequence();
    mapping = mapping || type.kind() == Type::Kind::Map || type.kind() == Type::Kind::Object;
  }
  return static_cast<int>(scalar) + static_cast<int>(sequence) + static_cast<int>(mapping) <= 1;
}

// Comparisons are quadratic: more types than this count as having no common type.
constexpr std::size_t kMostCompared = 256;

Unified first_that_fits(const std::vector<Type>& types, Conversions allowed) {
  if (types.size() > kMostCompared || !is_of_one_family(types)) return std::nullopt;
  for (std::size_t wanted : by_preference(types)) {
    const auto fits = [&](const Type& type) {
      return type == types[wanted] || converted_type(type, types[wanted], allowed).has_value();
    };
    if (std::all_of(types.begin(), types.end(), fits)) return types[wanted];
  }
  return std::nullopt;
}

Unified all_parts(const std::vector<Type>& types, Type::Kind of, Conversions allowed) {
  std::vector<Type> parts;
  for (const Type& type : types) {
    if (type.kind() != of) continue;
    if (of == Type::Kind::Tuple) {
      parts.insert(parts.end(), type.items().begin(), type.items().end());
    } else if (of == Type::Kind::Object) {
      for (const auto& member : type.members()) parts.push_back(member.type);
    } else {
      parts.push_back(type.element());
    }
  }
  return unify(parts, allowed);
}

// The list (or map) that all tuples (or objects) among the types become.
Unified as_collection(const std::vector<Type>& types, Type::Kind of, Conversions allowed) {
  const auto element = all_parts(types, of, allowed);
  if (!element) return std::nullopt;
  return of == Type::Kind::Tuple ? Type::list(*element) : Type::map(*element);
}

Unified collections(const std::vector<Type>& types, Type::Kind kind, Conversions allowed) {
  const auto element = all_parts(types, kind, allowed);
  if (!element) return std::nullopt;
  return kind == Type::Kind::List  ? Type::list(*element)
         : kind == Type::Kind::Set ? Type::set(*element)
                                   : Type::map(*element);
}

Unified tuples(const std::vector<Type>& types, Conversions allowed) {
  const std::size_t size = types.front().items().size();
  if (std::any_of(types.begin(), types.end(), [&](const Type& t) { return t.items().size() != size; })) {
    return as_collection(types, Type::Kind::Tuple, allowed);
  }
  std::vector<Type> items;
  for (std::size_t i = 0; i < size; ++i) {
    std::vector<Type> across;
    for (const Type& type : types) across.push_back(type.items()[i]);
    const auto item = unify(across, allowed);
    if (!item) return std::nullopt;
    items.push_back(*item);
  }
  return Type::tuple(std::move(items));
}

Unified objects(const std::vector<Type>& types, Conversions allowed) {
  const auto& first = types.front().members();
  if (!std::all_of(types.begin(), types.end(),
                   [&](const Type& t) { return same_members(first, t.members()); }))
    return as_collection(types, Type::Kind::Object, allowed);
  Type::Members members;
  for (std::size_t i = 0; i < first.size(); ++i) {
    std::vector<Type> across;
    for (const Type& type : types) across.push_back(type.members()[i].type);
    const auto member = unify(across, allowed);
    if (!member) return std::nullopt;
    members.push_back({first[i].name, *member});
  }
  return Type::object(std::move(members));
}

// Tuples beside lists as lists, objects beside maps as maps.
Unified mixed(const std::vector<Type>& types, Type::Kind loose, Conversions allowed) {
  const auto collection = as_collection(types, loose, allowed);
  if (!collection) return std::nullopt;
  std::vector<Type> replaced = types;
  for (Type& type : replaced) {
    if (type.kind() == loose) type = *collection;
  }
  const auto unified = unify(replaced, allowed);
  return unified && unified->kind() == collection->kind() ? unified : std::nullopt;
}

}  // namespace

Unified unify(std::span<const Type> all, Conversions allowed) {
  const std::vector<Type> types = distinct_types(all);
  if (types.empty()) return std::nullopt;
  if (types.size() == 1) return types.front();
  const auto count = [&](Type::Kind kind) {
    return static_cast<std::size_t>(
        std::count_if(types.begin(), types.end(), [kind](const Type& t) { return t.kind() == kind; }));
  };
  const std::size_t open = count(Type::Kind::Any);
  const auto only = [&](Type::Kind a, Type::Kind b) {
    return count(a) > 0 && count(a) + (a == b ? 0 : count(b)) + open == types.size();
  };
  // The actual type of an unknown can change this conversion.
  for (const Type::Kind kind :
       {Type::Kind::Map, Type::Kind::List, Type::Kind::Set, Type::Kind::Object, Type::Kind::Tuple}) {
    if (only(kind, kind) && open > 0) return Type();
  }
  for (const Type::Kind kind : {Type::Kind::Map, Type::Kind::List, Type::Kind::Set}) {
    if (only(kind, kind)) return collections(types, kind, allowed);
  }
  if (only(Type::Kind::Object, Type::Kind::Object)) return objects(types, allowed);
  if (only(Type::Kind::Tuple, Type::Kind::Tuple)) return tuples(types, allowed);
  if (only(Type::Kind::Map, Type::Kind::Object)) {
    if (auto map = mixed(types, Type::Kind::Object, allowed)) return map;
  } else if (only(Type::Kind::List, Type::Kind::Tuple)) {
    if (auto list = mixed(types, Type::Kind::Tuple, allowed)) return list;
  } else if (count(Type::Kind::Object) > 0 && count(Type::Kind::Tuple) > 0) {
    return std::nullopt;
  }
  return first_that_fits(types, allowed);
}

}  // namespace waveform::hcl
