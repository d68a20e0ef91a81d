#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <yaml.h>

#include "planner/hcl/conversions.h"
#include "planner/hcl/functions/results.h"
#include "planner/hcl/functions/yaml.h"
#include "planner/hcl/functions/yaml_scalar.h"

namespace waveform::hcl {

namespace {

constexpr std::size_t kDeepestYaml = 200;
constexpr std::size_t kLargestSource = 8u << 20;

// What is wrong with the source.
struct Fault {
  std::string what;
};

// A node and its number of nodes, counting aliases every time.
struct Decoded {
  Typed value;
  std::size_t size = 1;
};

std::string text_of_yaml(const yaml_char_t* text) {
  return text == nullptr ? "" : reinterpret_cast<const char*>(text);
}

// Builds the value of one document from the parser's events.
class YamlValues {
 public:
  std::optional<Decoded> document;

  // Throws a Fault.
  void take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_ALIAS_EVENT:
        return alias(text_of_yaml(event.data.alias.anchor));
      case YAML_SCALAR_EVENT:
        return scalar(event);
      case YAML_SEQUENCE_START_EVENT:
        return open(false, text_of_yaml(event.data.sequence_start.tag), YAML_SEQ_TAG,
                    text_of_yaml(event.data.sequence_start.anchor));
      case YAML_MAPPING_START_EVENT:
        return open(true, text_of_yaml(event.data.mapping_start.tag), YAML_MAP_TAG,
                    text_of_yaml(event.data.mapping_start.anchor));
      case YAML_SEQUENCE_END_EVENT:
        return end_sequence();
      case YAML_MAPPING_END_EVENT:
        return end_mapping();
      default:
        return;
    }
  }

 private:
  void alias(const std::string& anchor) {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) throw Fault{"refers to an anchor that is not defined yet"};
    put(found->second, "", false);
  }

  void scalar(const yaml_event_t& event) {
    const auto& given = event.data.scalar;
    const std::string value(reinterpret_cast<const char*>(given.value), given.length);
    std::string tag = text_of_yaml(given.tag);
    // Nothing at all is null, whatever its tag.
    const bool is_nothing = given.length == 0 && given.style == YAML_PLAIN_SCALAR_STYLE;
    if (tag.empty() || is_nothing) tag = given.plain_implicit != 0 || is_nothing ? "?" : "!";
    Level* const level = levels_.empty() ? nullptr : &levels_.back();
    if (level != nullptr && level->wants_key() &&
        (((tag == "?" || tag == "!") && value == "<<") || tag == "tag:yaml.org,2002:merge")) {
      level->merge = true;
      return;
    }
    auto decoded = yaml_scalar(tag, value);
    if (!decoded) throw Fault{decoded.error()};
    put({*std::move(decoded)}, text_of_yaml(given.anchor), true);
  }

  void end_sequence() {
    Level level = close();
    put({make_tuple(std::move(level.items)), level.size}, level.anchor, false);
  }
  void end_mapping() {
    Level level = close();
    std::vector<std::pair<std::string, Typed>> members;
    for (auto& [name, member] : level.members) members.emplace_back(name, std::move(member));
    put({make_object(std::move(members)), level.size}, level.anchor, false);
  }

  struct Level {
    bool map = false;
    std::string anchor = {};
    std::optional<std::string> key = {};
    bool merge = false;  // the key was <<
    std::map<std::string, Typed> members = {};
    std::vector<Typed> items = {};
    std::size_t size = 1;

    bool wants_key() const { return map && !key && !merge; }
  };

  void open(bool map, const std::string& tag, std::string_view own_tag, const std::string& anchor) {
    if (tag != "!" && !tag.empty() && tag != own_tag) throw Fault{"has a tag that is not supported"};
    if (levels_.size() == kDeepestYaml) throw Fault{"is nested too deeply"};
    if (!levels_.empty() && levels_.back().wants_key()) throw Fault{"has a key that is not a string"};
    levels_.push_back({.map = map, .anchor = anchor});
  }

  Level close() {
    Level level = std::move(levels_.back());
    levels_.pop_back();
    return level;
  }

  void put(Decoded node, const std::string& anchor, bool scalar) {
    const bool key = !levels_.empty() && levels_.back().wants_key();
    if (!anchor.empty() && !key) anchors_[anchor] = node;
    if (levels_.empty()) {
      document = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (key) {
      const auto name = scalar ? to_text(node.value.value) : std::nullopt;
      if (!name) throw Fault{"has a key that is not a string"};
      level.key = name->as_string();
      return;
    }
    level.size += node.size;
    if (level.size > kMostElements) throw Fault{"has too many elements"};
    if (!level.map) {
      level.items.push_back(std::move(node.value));
    } else if (std::exchange(level.merge, false)) {
      merge(level, node.value);
    } else {
      level.members.insert_or_assign(*std::exchange(level.key, std::nullopt), std::move(node.value));
    }
  }

  // The members of a mapping, or of each mapping in a list.
  static void merge(Level& level, const Typed& value) {
    const bool several = value.type.kind() == Type::Kind::Tuple;
    for (const Typed& from : several ? elements_of(value) : std::vector<Typed>{value}) {
      if (!from.value.is_map()) throw Fault{"merges a value that is not a mapping"};
      each_element(from, [&](const Typed& name, const Typed& member) {
        level.members.insert_or_assign(text_of(name), member);
        return true;
      });
    }
  }

  std::vector<Level> levels_;
  std::map<std::string, Decoded> anchors_;
};

class YamlParser {
 public:
  explicit YamlParser(const std::string& source) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(source.data()),
                                 source.size());
  }
  ~YamlParser() { yaml_parser_delete(&parser_); }
  YamlParser(const YamlParser&) = delete;
  YamlParser& operator=(const YamlParser&) = delete;

  // Hands the next event on, and returns its type. Throws a Fault.
  yaml_event_type_t next(YamlValues& values) {
    yaml_event_t event;
    if (yaml_parser_parse(&parser_, &event) == 0) {
      const auto& mark = parser_.problem_mark;
      throw Fault{fmt::format("is not valid YAML (line {}, column {})", mark.line + 1, mark.column + 1)};
    }
    const std::unique_ptr<yaml_event_t, void (*)(yaml_event_t*)> freed(&event, yaml_event_delete);
    values.take(event);
    return event.type;
  }

 private:
  yaml_parser_t parser_;
};

// The error, if any.
std::string read(const std::string& source, YamlValues& values) {
  if (source.size() > kLargestSource) return "is too long";
  YamlParser parser(source);
  int documents = 0;
  try {
    for (auto type = YAML_NO_EVENT; type != YAML_STREAM_END_EVENT; type = parser.next(values)) {
      if (type == YAML_DOCUMENT_START_EVENT && ++documents > 1) return "contains more than one document";
    }
  } catch (const Fault& fault) {
    return fault.what;
  }
  return values.document ? "" : "does not contain a document";
}

}  // namespace

Called call_yamldecode(std::span<const Typed> given, const CallContext&) {
  YamlValues values;
  const std::string wrong = read(text_of(given[0]), values);
  if (!wrong.empty()) return call_fault("src " + wrong, 0);
  return std::move(values.document->value);
}

}  // namespace waveform::hcl
