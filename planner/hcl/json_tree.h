// JSON as a tree with source positions.
#pragma once

#include <cstdint>
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
  // An array, an object (members in source order), or a scalar.
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

// Whether an object may repeat a key: a body may, when both are blocks.
enum class Keys : std::uint8_t { Unique, Any };

// Repeated keys, depth over 100 and invalid JSON are errors with their place and the expectation ("expected a
// comma or }"), and, if known, the missing part: a comma, a quote.
std::optional<JsonNode> parse_json_tree(const base::Source& source, base::Diags& diags,
                                        Keys keys = Keys::Unique);

// Reports repeated keys, also inside. False when there are any.
bool check_keys(const JsonNode& node, base::Diags& diags);

}  // namespace waveform::hcl
