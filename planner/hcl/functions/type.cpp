// Functions of types: to...(), and those of marks.
#include <fmt/format.h>

#include "planner/hcl/convert.h"
#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

using base::Value;

namespace {

constexpr std::uint8_t kAnything = Parameter::Null | Parameter::Unknown | Parameter::Marked;
constexpr std::uint8_t kAnythingKnown = Parameter::Null | Parameter::Partly | Parameter::Marked;

template <Type::Kind kind>
Type wanted() {
  switch (kind) {
    case Type::Kind::List:
      return Type::list({});
    case Type::Kind::Set:
      return Type::set({});
    case Type::Kind::Map:
      return Type::map({});
    default:
      return kind;
  }
}

template <Type::Kind kind>
Called to(Arguments arguments, const CallContext&) {
  auto converted = convert(arguments[0], wanted<kind>());
  if (!converted) return call_fault(converted.error().message, 0);
  return *std::move(converted);
}

template <Type::Kind kind>
tl::expected<Type, CallFault> type_of_to(Arguments arguments) {
  if (auto type = converted_type(arguments[0].type, wanted<kind>())) return *std::move(type);
  return call_fault(convert(arguments[0], wanted<kind>()).error().message, 0);
}

template <Type::Kind kind>
Function conversion(std::string_view name) {
  return {name, {{"v", {}, kAnythingKnown}}, wanted<kind>(), to<kind>, type_of_to<kind>};
}

tl::expected<Type, CallFault> same_type(Arguments arguments) {
  return arguments[0].type;
}

Called sensitive(Arguments arguments, const CallContext&) {
  return arguments[0].with_marks(Value::Sensitive);
}

Called nonsensitive(Arguments arguments, const CallContext&) {
  const Value& value = arguments[0].value;
  const auto others = static_cast<std::uint8_t>(value.marks() & ~Value::Sensitive);
  return Typed{arguments[0].type, value.without_marks().with_marks(others)};
}

// An unknown value can still be one.
Called issensitive(Arguments arguments, const CallContext&) {
  const Value& value = arguments[0].value;
  return value.is_unknown() ? unknown(Type::Kind::Bool) : typed((value.marks() & Value::Sensitive) != 0);
}

// The console handles it: console_answer().
Called type(Arguments, const CallContext&) {
  return call_fault("It is only available in the console, and only as the whole expression");
}

}  // namespace

std::vector<Function> type_functions() {
  using enum Type::Kind;
  const std::vector<Parameter> value = {{"value", {}, kAnything}};
  return {
      conversion<Bool>("tobool"),
      conversion<List>("tolist"),
      conversion<Map>("tomap"),
      conversion<Number>("tonumber"),
      conversion<Set>("toset"),
      conversion<String>("tostring"),
      {"sensitive", value, {}, sensitive, same_type},
      {"nonsensitive", value, {}, nonsensitive, same_type},
      {"issensitive", value, Bool, issensitive},
      {"type", value, {}, type},
  };
}

}  // namespace waveform::hcl
