#include "planner/hcl/json_syntax.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/parser_state.h"

namespace waveform::hcl {
namespace {

using base::Value;

// Reads the members of one body, which can consist of several objects in an array.
class Reader {
 public:
  explicit Reader(base::Diags& diags) : diags_(diags) {}

  void body(const JsonNode& object, std::span<const BlockShape> shapes,
            std::span<const std::string> expressions, Body& out);
  void drop_repeated(Body& body);
  ExprPtr expression(const JsonNode& node);

 private:
  void blocks(const BlockShape& shape, const JsonNode::Member& member, std::vector<Block>& out);
  void labelled(const Block& block, const BlockShape& shape, const JsonNode& node, std::vector<Block>& out);
  std::vector<const JsonNode*> objects_of(const BlockShape& shape, const Block& block, const JsonNode& node);
  void attribute(const JsonNode::Member& member, bool is_expression, Body& out);
  void given_twice(std::string_view what, const std::string& name, base::Range range, base::Range first);
  ExprPtr text(const std::string& text, base::Range range, bool is_expression = false);

  base::Diags& diags_;
};

bool is_comment(const JsonNode::Member& member) {
  return member.key == "//";
}

std::string what(const JsonNode& node) {
  if (node.is_array()) return "an array";
  if (node.is_object()) return "an object";
  return node.scalar().is_null() ? "null" : fmt::format("a {}", base::kind_name(node.scalar().kind()));
}

Block named(const JsonNode::Member& member) {
  return {member.key, member.key_range, {}, {}, member.key_range};
}

// Copies a block without its body.
Block header_of(const Block& block) {
  return {block.type, block.type_range, block.labels, {}, block.header};
}

void Reader::body(const JsonNode& object, std::span<const BlockShape> shapes,
                  std::span<const std::string> expressions, Body& out) {
  for (const JsonNode::Member& member : object.members()) {
    if (is_comment(member)) continue;
    const auto shape =
        std::find_if(shapes.begin(), shapes.end(), [&](const BlockShape& s) { return s.type == member.key; });
    if (shape != shapes.end()) {
      blocks(*shape, member, out.blocks);
    } else {
      const bool is_expression =
          std::find(expressions.begin(), expressions.end(), member.key) != expressions.end();
      attribute(member, is_expression, out);
    }
  }
}

void Reader::attribute(const JsonNode::Member& member, bool is_expression, Body& out) {
  const JsonNode& node = member.value;
  const bool is_text = node.is_scalar() && node.scalar().is_string();
  out.attributes.push_back(
      {base::normal_form(member.key), member.key_range,
       is_text ? text(node.scalar().as_string(), node.range, is_expression) : expression(node)});
}

void Reader::drop_repeated(Body& body) {
  hcl::drop_repeated(body, [this](const Attribute& attribute, base::Range first) {
    given_twice("Argument", attribute.name, attribute.name_range, first);
  });
}

void Reader::given_twice(std::string_view what, const std::string& name, base::Range range,
                         base::Range first) {
  diags_.error(range, fmt::format("{} {} is repeated", what, base::quote(name)),
               fmt::format("It is already on line {}.", base::position(*first.source, first.begin).line),
               "Remove one of them.");
}

void Reader::blocks(const BlockShape& shape, const JsonNode::Member& member, std::vector<Block>& out) {
  labelled(named(member), shape, member.value, out);
}

// node: the value after the type and the labels of the block so far.
void Reader::labelled(const Block& block, const BlockShape& shape, const JsonNode& node,
                      std::vector<Block>& out) {
  const bool complete = block.labels.size() == static_cast<std::size_t>(shape.labels);
  const std::vector<const JsonNode*> objects = objects_of(shape, block, node);
  bool empty = true;
  for (const JsonNode* object : objects) {
    if (complete) {
      Block one = header_of(block);
      one.body.range = object->range;
      body(*object, shape.blocks, shape.expressions, one.body);
      drop_repeated(one.body);
      out.push_back(std::move(one));
      continue;
    }
    for (const JsonNode::Member& member : object->members()) {
      empty = false;
      Block with_label = header_of(block);
      with_label.labels.push_back({base::normal_form(member.key), member.key_range});
      with_label.header = member.key_range;  // readers look for its name
      labelled(with_label, shape, member.value, out);
    }
  }
  const bool nothing =
      (node.is_array() && node.items().empty()) || (node.is_scalar() && node.scalar().is_null());
  if (complete || !empty || (objects.empty() && !nothing)) return;
  diags_.error(node.range, fmt::format("Missing label of {}", base::quote(shape.type)),
               fmt::format("Expected an object whose keys are labels of the block; found {}.",
                           node.is_scalar() ? "null" : "none in it"),
               "Remove the member if there are no such blocks.");
}

// The object, or those of the array; anything else is an error. Null means no blocks if only the body is
// missing.
std::vector<const JsonNode*> Reader::objects_of(const BlockShape& shape, const Block& block,
                                                const JsonNode& node) {
  if (node.is_object()) return {&node};
  const bool complete = block.labels.size() == static_cast<std::size_t>(shape.labels);
  const bool meant_as_comment = !block.labels.empty() && block.labels.back().text == "//";
  std::vector<const JsonNode*> objects;
  const auto wrong = [&](const JsonNode& found, std::string_view expected) {
    diags_.error(
        found.range, fmt::format("Expected {} for {}", expected, base::quote(shape.type)),
        fmt::format("{}; found {}.",
                    complete ? "This object is the body of the block"
                             : "The keys of this object are labels of the block",
                    what(found)),
        meant_as_comment
            ? "Comments are only allowed at the top or in the body of a block; here \"//\" is a label."
        : complete ? "Write \"TYPE\": {\"NAME\": {…}}: each label is a key."
                   : "");
  };
  if (!node.is_array()) {
    if (!node.scalar().is_null()) wrong(node, "an object");
    return {};
  }
  for (const JsonNode& item : node.items()) {
    if (item.is_object()) {
      objects.push_back(&item);
    } else if (item.is_array()) {
      diags_.error(item.range, "An array in an array",
                   fmt::format("Expected objects in the array of {} blocks.", base::quote(shape.type)));
    } else {
      wrong(item, "only objects");
    }
  }
  return objects;
}

ExprPtr Reader::expression(const JsonNode& node) {
  if (node.is_array()) {
    ListExpr list;
    for (const JsonNode& item : node.items()) list.items.push_back(expression(item));
    return make_expr(node.range, std::move(list));
  }
  if (node.is_object()) {
    ObjectExpr object;
    std::map<std::string_view, base::Range> keys;
    for (const JsonNode::Member& member : node.members()) {
      const auto [first, fresh] = keys.emplace(member.key, member.key_range);
      if (!fresh) given_twice("Key", member.key, member.key_range, first->second);
      object.items.push_back({text(member.key, member.key_range), expression(member.value)});
    }
    return make_expr(node.range, std::move(object));
  }
  if (node.scalar().is_string()) return text(node.scalar().as_string(), node.range);
  return make_expr(node.range, Literal{node.scalar()});
}

ExprPtr Reader::text(const std::string& text, base::Range range, bool is_expression) {
  const bool is_template = text.find("${") != std::string::npos || text.find("%{") != std::string::npos;
  if (!is_template && !is_expression) {
    return make_expr(range, Literal{Value(base::normal_form(text))});
  }
  // A string without escapes equals its source, so positions inside are known.
  const std::string_view written =
      std::string_view(range.source->text).substr(range.begin + 1, range.end - range.begin - 2);
  LexInput input{text, range, false, is_template};
  if (written == text) input = {written, {range.source, range.begin + 1, range.end - 1}, true, is_template};
  Parser parser(input, diags_);
  ExprPtr expr = is_template ? parser.whole_template() : parser.whole_expression();
  if (!expr) return make_expr(range, Literal{Value::unknown()});
  expr->range = range;
  return expr;
}

}  // namespace

Body parse_json_body(const JsonNode& root, std::span<const BlockShape> blocks, base::Diags& diags) {
  Body result;
  result.range = root.range;
  Reader reader(diags);
  if (root.is_object()) {
    reader.body(root, blocks, {}, result);
    reader.drop_repeated(result);
    return result;
  }
  const auto bad = [&](const JsonNode& node) {
    diags.error(
        node.range, "Expected an object",
        fmt::format("A manifest in JSON is an object, or an array of objects; found {}.", what(node)));
  };
  if (!root.is_array()) {
    bad(root);
    return result;
  }
  for (const JsonNode& item : root.items()) {
    if (item.is_object()) {
      reader.body(item, blocks, {}, result);
    } else {
      bad(item);
    }
  }
  reader.drop_repeated(result);
  return result;
}

}  // namespace waveform::hcl
