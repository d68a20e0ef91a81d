#include "base/value_text.h"

#include "base/text.h"

namespace waveform::base {

std::string value_text(const Value& value) {
  if (value.marks() & Value::Sensitive) return "(sensitive value)";
  if (value.is_unknown()) return "(known after apply)";
  if (value.marks() & Value::Masked) return "(external id)";
  switch (value.kind()) {
    case Value::Kind::Null:
      return "null";
    case Value::Kind::Bool:
      return value.as_bool() ? "true" : "false";
    case Value::Kind::Number:
      return number_text(value);
    case Value::Kind::String:
      return quote(value.as_string());
    case Value::Kind::List: {
      std::string out;
      for (const auto& item : value.as_list()) out += (out.empty() ? "" : ", ") + value_text(item);
      return "[" + out + "]";
    }
    case Value::Kind::Map: {
      std::string out;
      for (const auto& [key, member] : value.as_map())
        out += (out.empty() ? "" : ", ") + quote(key) + " = " + value_text(member);
      return "{" + out + "}";
    }
    case Value::Kind::Unknown:
      break;
  }
  return "";
}

}  // namespace waveform::base
