#include "planner/hcl/json_tree.h"

#include <iterator>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "planner/hcl/characters.h"
#include "planner/hcl/json_reader.h"
#include "planner/hcl/number.h"

namespace waveform::hcl {
namespace {

using base::Value;

constexpr std::size_t kDeepestJson = 100;
constexpr std::size_t kPartsOfValue = 4;  // one takes as much memory as this many tokens

// Reads bytes for the library and tracks the position. All copies share it.
struct Counting {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char** place = nullptr;

  reference operator*() const { return **place; }
  Counting& operator++() {
    ++*place;
    return *this;
  }
  Counting operator++(int) {
    ++*place;
    return *this;
  }
  friend bool operator==(const Counting& a, const Counting& b) { return *a.place == *b.place; }
  friend bool operator!=(const Counting& a, const Counting& b) { return !(a == b); }
};

// Builds the tree from the library's events. An event comes when its token has been read, for numbers with
// one byte after it: so the start of each token is searched from the end of the previous one.
class TreeBuilder {
 public:
  TreeBuilder(const base::Source& source, base::Diags& diags)
      : source_(source), text_(source.text), diags_(diags), place_(text_.data()), end_(text_.size()) {
    break_.at = byte_order_mark(text_);
  }

  std::optional<JsonNode> read();

  bool null() { return word(Value()); }
  bool boolean(bool b) { return word(Value(b)); }
  bool number_integer(std::int64_t) { return number(); }
  bool number_unsigned(std::uint64_t) { return number(); }
  bool number_float(double, const std::string&) { return number(); }
  bool string(std::string& text) { return add({token(), Value(std::move(text))}); }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(JsonNode{token(), std::vector<JsonNode::Member>{}}); }
  bool start_array(std::size_t) { return open(JsonNode{token(), std::vector<JsonNode>{}}); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name);
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&);

 private:
  struct Frame {
    JsonNode node;
    std::string key;  // of the member whose value is awaited
    base::Range key_range;
  };

  bool word(Value value) { return add({token(), std::move(value)}); }
  bool number();
  bool add(JsonNode node);
  bool open(JsonNode node);
  bool close();
  std::uint32_t offset() const { return static_cast<std::uint32_t>(place_ - text_.data()); }
  std::uint32_t token_begin() const;
  base::Range token() const { return {&source_, token_begin(), offset()}; }
  void end_token(std::uint32_t end);

  const base::Source& source_;
  std::string_view text_;
  base::Diags& diags_;
  const char* place_;
  std::size_t end_;
  std::vector<Frame> frames_;
  std::optional<JsonNode> root_;
  JsonBreak break_;
  bool faults_ = false;
};

std::optional<JsonNode> TreeBuilder::read() {
  const char* last = text_.data() + text_.size();
  // false: more may follow the value; our own check has the better message.
  const bool read = nlohmann::json::sax_parse(Counting{&place_}, Counting{&last}, this,
                                              nlohmann::json::input_format_t::json, false);
  if (!read || !root_) return std::nullopt;
  const std::size_t rest = text_.find_first_not_of(" \t\r\n", break_.at);
  if (rest != std::string_view::npos) {
    break_.after = JsonBreak::After::All;
    explain_json_break(source_, break_, diags_);
    return std::nullopt;
  }
  if (faults_) return std::nullopt;
  return std::move(root_);
}

std::uint32_t TreeBuilder::token_begin() const {
  const std::size_t begin = text_.find_first_not_of(" \t\r\n,:", break_.at);
  return static_cast<std::uint32_t>(std::min(begin, text_.size()));
}

// After each token: records its end and what can follow.
void TreeBuilder::end_token(std::uint32_t end) {
  break_.at = end;
  break_.opener = frames_.empty() ? base::Range{} : frames_.back().node.range;
  break_.opener.end = break_.opener.begin + 1;
  break_.after = frames_.empty()                   ? JsonBreak::After::All
                 : frames_.back().node.is_object() ? JsonBreak::After::Member
                                                   : JsonBreak::After::Item;
}

bool TreeBuilder::number() {
  const std::uint32_t begin = token_begin();
  std::uint32_t end = begin;
  const auto at = [&] { return end < text_.size() ? text_[end] : '\0'; };
  const auto digits = [&] {
    while (is_digit(at())) ++end;
  };
  if (at() == '-') ++end;
  if (at() == '0') {
    ++end;  // without another digit: 01 is a number with something after it
  } else {
    digits();
  }
  if (at() == '.') {
    ++end;
    digits();
  }
  if (at() == 'e' || at() == 'E') {
    ++end;
    if (at() == '+' || at() == '-') ++end;
    digits();
  }
  Value value;
  const base::Range range{&source_, begin, end};
  const NumberFault fault = read_number(text_.substr(begin, end - begin), value);
  if (fault != NumberFault::None) {
    faults_ = true;
    diags_.error(
        range, std::string(summary_of(fault)), std::string(detail_of(fault)),
        fault == NumberFault::TooLarge ? "Put it in quotes if it is a name, such as an account number." : "");
  }
  return add({range, std::move(value)});
}

bool TreeBuilder::add(JsonNode node) {
  auto& room = *source_.room;
  if (room < kPartsOfValue) {
    diags_.error(node.range, "The manifest is too large",
                 fmt::format("Its files have more than {} values.", base::kMostParts / kPartsOfValue),
                 "Split it into several manifests.");
    return false;
  }
  room -= kPartsOfValue;
  const std::uint32_t end = node.range.end;
  if (frames_.empty()) {
    root_ = std::move(node);
  } else if (Frame& frame = frames_.back(); frame.node.is_array()) {
    std::get<std::vector<JsonNode>>(frame.node.content).push_back(std::move(node));
  } else {
    std::get<std::vector<JsonNode::Member>>(frame.node.content)
        .push_back({std::move(frame.key), frame.key_range, std::move(node)});
  }
  end_token(end);
  return true;
}

bool TreeBuilder::open(JsonNode node) {
  if (frames_.size() >= kDeepestJson) {
    diags_.error(node.range, "Nested too deeply",
                 fmt::format("Objects and arrays can be nested {} levels deep.", kDeepestJson));
    return false;
  }
  const std::uint32_t end = node.range.end;
  const bool object = node.is_object();
  frames_.push_back({std::move(node), {}, {}});
  end_token(end);
  break_.after = object ? JsonBreak::After::OpenObject : JsonBreak::After::OpenArray;
  return true;
}

bool TreeBuilder::close() {
  JsonNode node = std::move(frames_.back().node);
  frames_.pop_back();
  node.range.end = offset();
  return add(std::move(node));
}

bool TreeBuilder::key(std::string& name) {
  Frame& frame = frames_.back();
  frame.key_range = token();
  frame.key = std::move(name);
  end_token(offset());
  break_.after = JsonBreak::After::Key;
  return true;
}

bool TreeBuilder::parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) {
  explain_json_break(source_, break_, diags_);
  return false;
}

}  // namespace

std::optional<JsonNode> parse_json_tree(const base::Source& source, base::Diags& diags, Keys keys) {
  if (!check_text(source, diags)) return std::nullopt;
  std::optional<JsonNode> root = TreeBuilder(source, diags).read();
  if (root && keys == Keys::Unique && !check_keys(*root, diags)) root.reset();
  return root;
}

bool check_keys(const JsonNode& node, base::Diags& diags) {
  bool unique = true;
  if (node.is_array()) {
    for (const JsonNode& item : node.items()) unique = check_keys(item, diags) && unique;
  }
  if (!node.is_object()) return unique;
  std::map<std::string_view, base::Range> keys;
  for (const JsonNode::Member& member : node.members()) {
    const auto [first, fresh] = keys.emplace(member.key, member.key_range);
    if (!fresh) {
      unique = false;
      diags.open_error(member.key_range, fmt::format("Key {} is repeated", base::quote(member.key)),
                       fmt::format("It is already on line {}.",
                                   base::position(*member.key_range.source, first->second.begin).line),
                       "Remove one of them.");
    }
    unique = check_keys(member.value, diags) && unique;
  }
  return unique;
}

const JsonNode* JsonNode::find(std::string_view key) const {
  if (!is_object()) return nullptr;
  for (const Member& member : members()) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

base::Value JsonNode::value() const {
  if (is_scalar()) return scalar();
  if (is_array()) {
    Value::List list;
    for (const JsonNode& item : items()) list.push_back(item.value());
    return list;
  }
  Value::Map map;
  for (const Member& member : members()) map.insert_or_assign(member.key, member.value.value());
  return map;
}

}  // namespace waveform::hcl
