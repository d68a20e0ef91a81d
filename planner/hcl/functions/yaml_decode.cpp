#include <map>
#include <optional>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "planner/hcl/conversions.h"
#include "planner/hcl/functions/results.h"
#include "planner/hcl/functions/yaml.h"
#include "planner/hcl/functions/yaml_scalar.h"

namespace waveform::hcl {

namespace {

constexpr std::size_t kDeepestYaml = 200;
constexpr std::size_t kLargestSource = 8u << 20;

// Thrown through the parser, which cannot be stopped otherwise.
struct Fault {
  std::string what;
};

// A node and its number of nodes, counting aliases every time.
struct Decoded {
  Typed value;
  std::size_t size = 1;
};

// Builds the value of one document from the parser's events.
class YamlValues final : public YAML::EventHandler {
 public:
  std::optional<Decoded> document;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark&, YAML::anchor_t anchor) override { put({Typed{}}, anchor, true); }

  void OnAlias(const YAML::Mark&, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) throw Fault{"refers to an anchor that is not defined yet"};
    put(found->second, 0, false);
  }

  void OnScalar(const YAML::Mark&, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Level* const level = levels_.empty() ? nullptr : &levels_.back();
    if (level != nullptr && level->wants_key() &&
        (((tag == "?" || tag == "!") && value == "<<") || tag == "tag:yaml.org,2002:merge")) {
      level->merge = true;
      return;
    }
    auto scalar = yaml_scalar(tag, value);
    if (!scalar) throw Fault{scalar.error()};
    put({*std::move(scalar)}, anchor, true);
  }

  void OnSequenceStart(const YAML::Mark&, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(false, tag, "tag:yaml.org,2002:seq", anchor);
  }
  void OnMapStart(const YAML::Mark&, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(true, tag, "tag:yaml.org,2002:map", anchor);
  }
  void OnSequenceEnd() override {
    Level level = close();
    put({make_tuple(std::move(level.items)), level.size}, level.anchor, false);
  }
  void OnMapEnd() override {
    Level level = close();
    std::vector<std::pair<std::string, Typed>> members;
    for (auto& [name, member] : level.members) members.emplace_back(name, std::move(member));
    put({make_object(std::move(members)), level.size}, level.anchor, false);
  }

 private:
  struct Level {
    bool map = false;
    YAML::anchor_t anchor = 0;
    std::optional<std::string> key = {};
    bool merge = false;  // the key was <<
    std::map<std::string, Typed> members = {};
    std::vector<Typed> items = {};
    std::size_t size = 1;

    bool wants_key() const { return map && !key && !merge; }
  };

  void open(bool map, const std::string& tag, std::string_view own_tag, YAML::anchor_t anchor) {
    if (tag != "?" && tag != "!" && !tag.empty() && tag != own_tag)
      throw Fault{"has a tag that is not supported"};
    if (levels_.size() == kDeepestYaml) throw Fault{"is nested too deeply"};
    if (!levels_.empty() && levels_.back().wants_key()) throw Fault{"has a key that is not a string"};
    levels_.push_back({.map = map, .anchor = anchor});
  }

  Level close() {
    Level level = std::move(levels_.back());
    levels_.pop_back();
    return level;
  }

  void put(Decoded node, YAML::anchor_t anchor, bool scalar) {
    const bool key = !levels_.empty() && levels_.back().wants_key();
    if (anchor != 0 && !key) anchors_[anchor] = node;
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
  std::map<YAML::anchor_t, Decoded> anchors_;
};

// The error, if any.
std::string read(const std::string& source, YamlValues& builder) {
  if (source.size() > kLargestSource) return "is too long";
  std::istringstream stream(source);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder) || !builder.document) return "does not contain a document";
    YamlValues rest;
    if (parser.HandleNextDocument(rest)) return "contains more than one document";
    return "";
  } catch (const Fault& fault) {
    return fault.what;
  } catch (const YAML::Exception& error) {
    return fmt::format("is not valid YAML (line {}, column {})", error.mark.line + 1, error.mark.column + 1);
  } catch (const std::exception&) {
    return "is not valid YAML";
  }
}

}  // namespace

Called call_yamldecode(std::span<const Typed> given, const CallContext&) {
  YamlValues builder;
  const std::string wrong = read(text_of(given[0]), builder);
  if (!wrong.empty()) return call_fault("src " + wrong, 0);
  return std::move(builder.document->value);
}

}  // namespace waveform::hcl
