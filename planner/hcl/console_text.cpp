#include "planner/hcl/console_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::hcl {

using base::Value;
using Kind = Type::Kind;

namespace {

std::string print(const Typed& value, std::size_t indent);

std::string spaces(std::size_t n) {
  return std::string(n, ' ');
}

std::string null_text(const Type& type) {
  switch (type.kind()) {
    case Kind::Any:
      return "null";
    case Kind::Object:
    case Kind::Tuple:
      return fmt::format("null /* {} */", type_words(type));
    case Kind::List:
    case Kind::Set:
    case Kind::Map: {
      const std::string name = type.text();
      return fmt::format("to{}(null) /* of {} */", name.substr(0, name.find('(')),
                         type_words(type.element()));
    }
    default:
      return fmt::format("to{}(null)", type.text());
  }
}

// Several lines stand in a heredoc, whose end is a word that none of them is.
std::string string_text(const std::string& text, std::size_t indent) {
  const auto lines = base::split(text, '\n');
  if (lines.size() < 2) return base::quote(text);
  std::string end = "EOT";
  const auto is_end = [&](std::string_view line) { return base::trim(line) == end; };
  while (std::any_of(lines.begin(), lines.end(), is_end)) end += '_';
  std::string out = (indent > 0 ? "<<-" : "<<") + end;
  for (const auto line : lines) out += "\n" + spaces(indent) + base::printable(line);
  return out + "\n" + spaces(indent) + end;
}

std::string brackets(const Typed& value, std::size_t indent) {
  const bool map = value.value.is_map();
  std::string out = map ? "{" : "[";
  bool empty = true;
  each_element(value, [&](const Typed& key, const Typed& element) {
    empty = false;
    out += "\n" + spaces(indent + 2);
    if (map) out += print(key, indent + 2) + " = ";
    out += print(element, indent + 2);
    if (!map) out += ',';
    return true;
  });
  if (!empty) out += "\n" + spaces(indent);
  return out + (map ? '}' : ']');
}

std::string print(const Typed& value, std::size_t indent) {
  if (value.value.is_unknown()) return "(known after apply)";
  if ((value.value.marks() & Value::Sensitive) != 0) return "(sensitive value)";
  if (value.value.marks() != 0) return "(external id)";
  if (value.value.is_null()) return null_text(value.type);
  switch (value.type.kind()) {
    case Kind::String:
      return string_text(value.value.as_string(), indent);
    case Kind::Number:
      return base::number_text(value.value);
    case Kind::Bool:
      return value.value.as_bool() ? "true" : "false";
    case Kind::List:
    case Kind::Set:
    case Kind::Map: {
      const std::string name = value.type.text();
      return fmt::format("to{}({})", name.substr(0, name.find('(')), brackets(value, indent));
    }
    default:
      return brackets(value, indent);
  }
}

}  // namespace

std::string console_text(const Typed& value) {
  return print(value, 0);
}

std::string type_words(const Type& type) {
  const std::string name = type.text().substr(0, type.text().find('('));
  if (type.is_any()) return "dynamic";
  return type.is_collection() ? fmt::format("{} of {}", name, type_words(type.element())) : name;
}

}  // namespace waveform::hcl
