#include "planner/hcl/functions/results.h"

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/conversions.h"

namespace waveform::hcl {

Called text_result(std::string_view text) {
  if (text.size() > kLongestText) return too_long();
  if (!base::is_utf8(text)) return call_fault("the result is not valid UTF-8");
  return typed(base::normal_form(text));
}

Called number_result(double number) {
  if (auto value = in_range(number)) return typed_number(*std::move(value));
  return out_of_range();
}

tl::unexpected<CallFault> too_long() {
  return call_fault(fmt::format("the result would be longer than {} MiB", kLongestText >> 20));
}

tl::unexpected<CallFault> too_many() {
  return call_fault(fmt::format("the result would have more than {} elements", kMostElements));
}

tl::unexpected<CallFault> out_of_range() {
  return call_fault(
      "the result is out of range: whole numbers go from -9223372036854775808 to 9223372036854775807");
}

tl::unexpected<CallFault> not_whole(std::string_view name, std::size_t i) {
  return call_fault(fmt::format("{} must be a whole number", name), i);
}

Called list_of_texts(base::Value::List texts) {
  return Typed{Type::list(Type::Kind::String), base::Value(std::move(texts))};
}

}  // namespace waveform::hcl
