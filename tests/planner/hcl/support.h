// What the tests of the language share: a scope with some names, and short texts of values and trees.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/diag.h"
#include "base/text.h"
#include "base/value.h"
#include "planner/hcl/evaluate.h"
#include "planner/hcl/parser.h"

namespace waveform::test {

using base::Value;

// Knows var.NAME; everything else is an error.
class TestScope final : public hcl::Scope {
 public:
  void check(const hcl::Traversal& traversal, base::Diags& diags) const override {
    if (resolve(traversal, diags).steps == 0) diags.error(traversal.steps[0].range, "Unknown name");
  }
  hcl::Resolved resolve(const hcl::Traversal& traversal, base::Diags&) const override {
    const auto* root = std::get_if<std::string>(&traversal.steps[0].key);
    if (root && *root == "var" && traversal.steps.size() > 1) {
      const auto* name = std::get_if<std::string>(&traversal.steps[1].key);
      const auto found = name ? variables_.find(*name) : variables_.end();
      if (found != variables_.end()) return {hcl::with_own_type(found->second), 2};
      const auto later = name ? later_.find(*name) : later_.end();
      if (later != later_.end()) return {hcl::unknown(later->second), 2};
    }
    return {};
  }

 private:
  static Value record(const char* id, int size) {
    return Value::Map{{"id", id}, {"size", size}, {"tags", Value::List{"x", id}}};
  }
  using Type = hcl::Type;
  // Unknown values of these types.
  std::map<std::string, Type, std::less<>> later_ = {
      {"later_text", Type::Kind::String},
      {"later_number", Type::Kind::Number},
      {"later_list", Type::list(Type::Kind::String)},
      {"later_set", Type::set(Type::Kind::String)},
      {"later_map", Type::map(Type::Kind::Number)},
      {"later_tuple", Type::tuple({Type::Kind::String, Type::Kind::Number})},
      {"later_object", Type::object({{"a", Type::Kind::Number}, {"b", Type::Kind::Bool}})},
  };
  std::map<std::string, Value, std::less<>> variables_ = {
      {"name", "web"},
      {"n", 3},
      {"yes", true},
      {"none", Value::null()},
      {"later", Value::unknown()},
      {"list", Value::List{"a", "b", "c"}},
      {"empty", Value::List{}},
      {"partly", Value::List{"a", Value::unknown()}},
      {"map", Value::Map{{"one", 1}, {"two", 2}}},
      {"records", Value::List{record("r1", 1), record("r2", 2)}},
      {"secret", Value("hush").with_marks(Value::Sensitive)},
      {"secret_n", Value(7).with_marks(Value::Sensitive)},
      {"secret_yes", Value(true).with_marks(Value::Sensitive)},
      {"secret_list", Value(Value::List{"p", "q"}).with_marks(Value::Sensitive)},
      {"secret_map", Value(Value::Map{{"k", "v"}}).with_marks(Value::Sensitive)},
      {"holder", Value::Map{{"open", 1}, {"shut", Value("hush").with_marks(Value::Sensitive)}}},
  };
};

class EmptyScope final : public hcl::Scope {
 public:
  void check(const hcl::Traversal& traversal, base::Diags& diags) const override {
    diags.error(traversal.steps[0].range, "Unknown name");
  }
  hcl::Resolved resolve(const hcl::Traversal&, base::Diags&) const override { return {}; }
};

// JSON-like; "?" is unknown, and "!" stands before what is sensitive.
inline std::string show(const Value& value) {
  std::string text = (value.marks() & Value::Sensitive) != 0 ? "!" : "";
  std::vector<std::string> parts;
  switch (value.kind()) {
    case Value::Kind::Null:
      return text + "null";
    case Value::Kind::Unknown:
      return text + "?";
    case Value::Kind::Bool:
      return text + (value.as_bool() ? "true" : "false");
    case Value::Kind::Number:
      return text + base::number_text(value);
    case Value::Kind::String:
      return text + base::quote(value.as_string());
    case Value::Kind::List:
      for (const Value& item : value.as_list()) parts.push_back(show(item));
      return fmt::format("{}[{}]", text, fmt::join(parts, ","));
    case Value::Kind::Map:
      for (const auto& [key, member] : value.as_map()) parts.push_back(key + ":" + show(member));
      return fmt::format("{}{{{}}}", text, fmt::join(parts, ","));
  }
  return text;
}

inline std::string summaries(const base::Diags& diags) {
  std::vector<std::string> lines;
  for (const base::Diag& diag : diags.list()) lines.push_back(diag.summary);
  return fmt::format("{}", fmt::join(lines, "; "));
}

inline std::string rendered(const base::Diags& diags) {
  std::string text;
  for (const base::Diag& diag : diags.list()) {
    if (!text.empty()) text += "\n";
    text += base::render(diag, {80, false});
  }
  return text;
}

// The value's text, or "error: " and the summaries.
inline std::string evaluated(std::string text) {
  const base::Source source{"test", std::move(text)};
  base::Diags diags;
  const hcl::ExprPtr expr = hcl::parse_expression(source, diags);
  if (!expr || diags.has_errors()) return "error: " + summaries(diags);
  const Value value = hcl::evaluate(*expr, TestScope(), diags).value;
  return diags.has_errors() ? "error: " + summaries(diags) : show(value);
}

}  // namespace waveform::test
