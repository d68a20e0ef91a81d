// JSON text as a tree that knows its places.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/diag.h"
#include "base/source.h"
#include "base/value.h"

namespace waveform::hcl {

struct JsonNode {
  struct Member;
  base::Range range;
  // An array, an object (members in the order of the text), or a scalar.
  std::variant<base::Value, std::vector<JsonNode>, std::vector<Member>> content;

  bool is_array() const { return content.index() == 1; }
  bool is_object() const { return content.index() == 2; }
  bool is_scalar() const { return content.index() == 0; }
  const std::vector<JsonNode>& items() const { return std::get<1>(content); }
  const std::vector<Member>& members() const { return std::get<2>(content); }
  const base::Value& scalar() const { return std::get<0>(content); }
  const JsonNode* find(std::string_view key) const;
  base::Value value() const;  // the whole as a Value
};

struct JsonNode::Member {
  std::string key;
  base::Range key_range;
  JsonNode value;
};

// Duplicate keys, depth over 100 and whatever is not JSON are errors with their place and what was expected
// ("expected a comma or }"), and, where it can be told, what is missing: a comma, a quote.
std::optional<JsonNode> parse_json_tree(const base::Source& source, base::Diags& diags);

}  // namespace waveform::hcl
