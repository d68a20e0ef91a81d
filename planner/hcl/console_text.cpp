#include "planner/hcl/console_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/evaluate.h"

namespace waveform::hcl {

using base::Value;

namespace {

std::string console_form(const Typed& value, std::size_t indent);

std::string spaces(std::size_t n) {
  return std::string(n, ' ');
}

std::string null_text(const Type& type) {
  switch (type.kind()) {
    case Type::Kind::Any:
      return "null";
    case Type::Kind::Object:
    case Type::Kind::Tuple:
      return fmt::format("null /* {} */", type_words(type));
    case Type::Kind::List:
    case Type::Kind::Set:
    case Type::Kind::Map:
      return fmt::format("to{}(null) /* of {} */", type.name(), type_words(type.element()));
    default:
      return fmt::format("to{}(null)", type.text());
  }
}

// Several lines become a heredoc, whose marker is not one of them.
std::string string_text(const std::string& text, std::size_t indent) {
  const auto lines = base::split(text, '\n');
  if (lines.size() < 2) return base::quote(text, text.size());
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
    if (map) out += console_form(key, indent + 2) + " = ";
    out += console_form(element, indent + 2);
    if (!map) out += ',';
    return true;
  });
  if (!empty) out += "\n" + spaces(indent);
  return out + (map ? '}' : ']');
}

std::string console_form(const Typed& value, std::size_t indent) {
  if (value.value.is_unknown()) return "(known after apply)";
  if ((value.value.marks() & Value::Sensitive) != 0) return "(sensitive value)";
  if (value.value.marks() != 0) return "(external id)";
  if (value.value.is_null()) return null_text(value.type);
  switch (value.type.kind()) {
    case Type::Kind::String:
      return string_text(value.value.as_string(), indent);
    case Type::Kind::Number:
    case Type::Kind::Bool:
      return base::scalar_text(value.value);
    case Type::Kind::List:
    case Type::Kind::Set:
    case Type::Kind::Map:
      return fmt::format("to{}({})", value.type.name(), brackets(value, indent));
    default:
      return brackets(value, indent);
  }
}

// The lines between the brackets of a type, one per part; "([" and "])" are the brackets themselves.
template <typename Parts, typename Line>
std::string type_block(std::string_view open, const Parts& parts, std::string_view close, std::size_t indent,
                       const Line& line) {
  std::string out(open);
  for (const auto& part : parts) out += fmt::format("\n{}{},", spaces(indent + 4), line(part));
  if (!parts.empty()) out += "\n" + spaces(indent);
  return out + std::string(close);
}

std::string print_type(const Type& type, std::size_t indent) {
  switch (type.kind()) {
    case Type::Kind::Any:
      return "dynamic";
    case Type::Kind::Tuple:
      return type_block("tuple([", type.items(), "])", indent,
                        [&](const Type& item) { return print_type(item, indent + 4); });
    case Type::Kind::Object:
      return type_block("object({", type.members(), "})", indent, [&](const Type::Member& member) {
        return fmt::format("{}: {}", base::printable(member.name), print_type(member.type, indent + 4));
      });
    default:
      break;
  }
  if (!type.is_collection()) return type.text();
  const Type& element = type.element();
  if (element.kind() != Type::Kind::Tuple && element.kind() != Type::Kind::Object)
    return fmt::format("{}({})", type.name(), print_type(element, indent));
  return fmt::format("{}(\n{}{},\n{})", type.name(), spaces(indent + 4), print_type(element, indent + 4),
                     spaces(indent));
}

}  // namespace

std::optional<std::string> console_answer(const Expr& expr, const Scope& scope, base::Diags& diags) {
  const auto* call = std::get_if<Call>(&expr.node);
  const bool asks_type =
      call != nullptr && call->function == "type" && call->arguments.size() == 1 && !call->expand_last;
  const Expr& asked = asks_type ? *call->arguments.front() : expr;
  base::Diags found;
  const Typed value = check_names(asked, scope, found) ? evaluate(asked, scope, found) : unknown();
  const bool failed = found.has_errors();
  diags.append(std::move(found));
  if (failed) return std::nullopt;
  return asks_type ? type_lines(value.type) : console_text(value);
}

std::string type_lines(const Type& type) {
  return print_type(type, 0);
}

std::string console_text(const Typed& value) {
  return console_form(value, 0);
}

std::string type_words(const Type& type) {
  if (type.is_any()) return "dynamic";
  if (!type.is_collection()) return std::string(type.name());
  return fmt::format("{} of {}", type.name(), type_words(type.element()));
}

}  // namespace waveform::hcl
