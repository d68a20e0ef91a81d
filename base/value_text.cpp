#include "base/value_text.h"

#include "base/text.h"

namespace waveform::base {

std::string value_text(const Value& value) {
  if (value.marks() & Value::Sensitive) return "(sensitive value)";
  if (value.is_unknown()) return "(known after apply)";
  if (value.marks() & Value::Masked) return "(external id)";
  switch (value.kind()) {
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
    default:
      return scalar_text(value);
  }
}

}  // namespace waveform::base
