#include "planner/hcl/functions.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/convert.h"
#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

using base::Value;

namespace {

std::string counted(const Function& function) {
  const auto least = static_cast<std::int64_t>(function.parameters.size());
  return fmt::format("It takes {}{}", function.rest ? "at least " : "", base::count(least, "argument"));
}

std::string signature(const Function& function) {
  std::vector<std::string> names;
  for (const Parameter& parameter : function.parameters) names.emplace_back(parameter.name);
  if (function.rest) names.push_back(fmt::format("{}...", function.rest->name));
  return fmt::format("{}({})", function.name, fmt::join(names, ", "));
}

}  // namespace

std::span<const Function> functions() {
  static const std::vector<Function> all = [] {
    std::vector<Function> table;
    for (const auto& group : {number_functions(), string_functions(), format_functions(), regex_functions(),
                              collection_functions(), encoding_functions(), csv_functions(), json_functions(),
                              yaml_functions(), file_functions(), type_functions()}) {
      table.insert(table.end(), group.begin(), group.end());
    }
    std::sort(table.begin(), table.end(),
              [](const Function& a, const Function& b) { return a.name < b.name; });
    return table;
  }();
  return all;
}

const Function* find_function(std::string_view name) {
  const auto all = functions();
  const auto found =
      std::lower_bound(all.begin(), all.end(), name,
                       [](const Function& f, std::string_view wanted) { return f.name < wanted; });
  return found != all.end() && found->name == name ? &*found : nullptr;
}

Called call(const Function& function, Arguments arguments, const CallContext& context) {
  const std::size_t least = function.parameters.size();
  if (arguments.size() < least || (arguments.size() > least && !function.rest)) {
    return call_fault(fmt::format("{}: {}", counted(function), signature(function)));
  }
  std::vector<Typed> given;
  std::uint8_t marks = 0;
  std::uint8_t inner_marks = 0;
  bool known = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Parameter& parameter = i < least ? function.parameters[i] : *function.rest;
    auto converted = convert(arguments[i], parameter.type);
    if (!converted) return call_fault(fmt::format("{}: {}", parameter.name, converted.error().message), i);
    Value& value = converted->value;
    if (value.is_null() && (parameter.takes & Parameter::Null) == 0)
      return call_fault(fmt::format("{} must not be null", parameter.name), i);
    if ((parameter.takes & Parameter::Marked) == 0) {
      marks |= value.marks_within();
      value = value.without_marks_within();
    } else {
      inner_marks |= value.marks_within();
    }
    const bool partly = (parameter.takes & Parameter::Partly) != 0;
    if ((parameter.takes & Parameter::Unknown) == 0)
      known = known && (partly ? !value.is_unknown() : value.is_wholly_known());
    given.push_back(*std::move(converted));
  }
  CallContext asked{context.files, function.result, marks != 0};
  if (function.result_of != nullptr) {
    auto type = function.result_of(given);
    if (!type) return tl::unexpected(std::move(type.error()));
    asked.result = *std::move(type);
  }
  if (!known) return unknown(asked.result, static_cast<std::uint8_t>(marks | inner_marks));
  return function.call(given, asked).map([marks](const Typed& result) { return result.with_marks(marks); });
}

}  // namespace waveform::hcl
