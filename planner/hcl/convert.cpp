#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/conversions.h"
#include "planner/hcl/type.h"

namespace waveform::hcl {

using base::Result;
using base::Value;
using Kind = Type::Kind;

namespace {

tl::unexpected<base::Error> mismatch(std::string message) {
  return base::fail(base::ErrorKind::Invalid, std::move(message));
}

tl::unexpected<base::Error> within(base::Error error, std::string_view where) {
  return base::fail(std::move(error), std::string(where));
}

Result<Value> scalar(const Value& value, Kind kind) {
  if (kind == Kind::String) {
    if (auto text = to_text(value)) return *std::move(text);
    return mismatch("a string is required");
  }
  if (kind == Kind::Number) {
    if (auto number = to_number(value)) return *std::move(number);
    return mismatch("a number is required");
  }
  if (auto truth = to_bool(value)) return *std::move(truth);
  const bool nearly = value.is_string() && !value.is_sensitive() &&
                      (base::lower(value.as_string()) == "true" || base::lower(value.as_string()) == "false");
  return mismatch(nearly ? "a bool is required: write true or false in lower case" : "a bool is required");
}

Result<Value> sequence(const Value& value, const Type& type) {
  if (!value.is_list())
    return mismatch(fmt::format("a {} is required", type.kind == Kind::Set ? "set" : "list"));
  const Type element = type.elements.empty() ? Type{} : type.elements.front();
  Value::List items;
  for (const Value& item : value.as_list()) {
    auto converted = convert(item, element);
    if (!converted) return within(converted.error(), fmt::format("element {}", items.size()));
    items.push_back(*std::move(converted));
  }
  if (element.kind == Kind::Any && !unify_scalars(items)) {
    return mismatch("all elements must have one type, and there are numbers beside bools");
  }
  if (type.kind == Kind::Set) {
    std::sort(items.begin(), items.end(), base::less);
    items.erase(std::unique(items.begin(), items.end()), items.end());
  }
  return Value(std::move(items)).with_marks(value.marks());
}

Result<Value> mapping(const Value& value, const Type& type) {
  if (!value.is_map()) return mismatch("a map is required");
  const Type element = type.elements.empty() ? Type{} : type.elements.front();
  std::vector<Value> members;
  for (const auto& [key, member] : value.as_map()) {
    auto converted = convert(member, element);
    if (!converted) {
      const bool secret = (value.marks() & Value::Sensitive) != 0;
      return within(converted.error(), secret ? "an element" : "element " + base::quote(key));
    }
    members.push_back(*std::move(converted));
  }
  if (element.kind == Kind::Any && !unify_scalars(members)) {
    return mismatch("all elements must have one type, and there are numbers beside bools");
  }
  Value::Map result;
  std::size_t i = 0;
  for (const auto& [key, member] : value.as_map()) result.emplace(key, members[i++]);
  return Value(std::move(result)).with_marks(value.marks());
}

Result<Value> object(const Value& value, const Type& type) {
  if (!value.is_map()) return mismatch("an object is required");
  Value::Map result;
  for (std::size_t i = 0; i < type.names.size(); ++i) {
    const std::string& name = type.names[i];
    const auto found = value.as_map().find(name);
    if (found == value.as_map().end())
      return mismatch(fmt::format("attribute {} is required", base::quote(name)));
    auto converted = convert(found->second, type.elements[i]);
    if (!converted) return within(converted.error(), "attribute " + base::quote(name));
    result.emplace(name, *std::move(converted));
  }
  return Value(std::move(result)).with_marks(value.marks());
}

Result<Value> tuple(const Value& value, const Type& type) {
  if (!value.is_list()) return mismatch("a tuple is required");
  const std::size_t size = value.as_list().size();
  if (size != type.elements.size()) {
    return mismatch(fmt::format("a tuple of {} is required",
                                base::count(static_cast<std::int64_t>(type.elements.size()), "element")));
  }
  Value::List items;
  for (std::size_t i = 0; i < size; ++i) {
    auto converted = convert(value.as_list()[i], type.elements[i]);
    if (!converted) return within(converted.error(), fmt::format("element {}", i));
    items.push_back(*std::move(converted));
  }
  return Value(std::move(items)).with_marks(value.marks());
}

}  // namespace

Result<Value> convert(const Value& value, const Type& type) {
  if (value.is_null() || value.is_unknown()) return value;
  switch (type.kind) {
    case Kind::Any:
      return value;
    case Kind::List:
    case Kind::Set:
      return sequence(value, type);
    case Kind::Map:
      return mapping(value, type);
    case Kind::Object:
      return object(value, type);
    case Kind::Tuple:
      return tuple(value, type);
    default:
      return scalar(value, type.kind);
  }
}

}  // namespace waveform::hcl
