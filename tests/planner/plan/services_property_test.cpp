// Random valid integrations of every service, on clusters with every style of responses: after a create the
// plan is empty; after a random edit it has exactly that edit.
#include "planner/hcl/write.h"
#include "tests/planner/world.h"
#include "tests/support/dice.h"

namespace waveform::planner {
namespace {

using base::Value;
using provider::Attribute;
using provider::Meaning;
using provider::Role;
using provider::Type;
using provider::simulator::Style;
using test::Dice;

constexpr unsigned kRounds = 5;
constexpr int kEdits = 4;

// The value that the service stores: sets without order; absent is the default; empty is absent without a
// default.
Value stored_value(const Attribute& attribute, const Value::Map& given) {
  auto found = given.find(attribute.name);
  if (found == given.end()) {
    return attribute.type == Type::Bool && attribute.fallback.value.is_null() ? Value(false)
                                                                              : attribute.fallback.value;
  }
  const Value& value = found->second;
  if (attribute.type != Type::StringSet) {
    bool is_empty = (value.is_string() && value.as_string().empty()) ||
                    (value.is_list() && value.as_list().empty()) ||
                    (value.is_map() && value.as_map().empty());
    return is_empty ? Value() : value;
  }
  std::set<std::string> elements;
  for (const auto& element : value.as_list()) elements.insert(element.as_string());
  if (elements.empty() && attribute.fallback.value.is_null()) return {};
  Value::List sorted;
  for (const auto& element : elements) sorted.emplace_back(element);
  return sorted;
}

// One integration in its own world.
struct Life {
  Life(const provider::ResourceType& of, const Style& style, unsigned seed)
      : type(of), dice(seed), world(options(style)) {
    for (const auto& attribute : type.attributes) {
      if (is_given(attribute) &&
          (attribute.required || (attribute.secret && attribute.secret->needed_to_create) || dice.coin()))
        given[attribute.name] = fresh(attribute);
    }
  }

  static provider::simulator::Options options(const Style& style) {
    provider::simulator::Options options;
    style.set(options);
    return options;
  }
  static bool is_given(const Attribute& attribute) {
    return !attribute.is_computed() && attribute.role != Role::WriteOnly && attribute.role != Role::Service &&
           attribute.role != Role::Enabled;
  }
  Value fresh(const Attribute& attribute) {
    return attribute.meaning == Meaning::ExternalId ? Value(*world.client.create_external_id())
                                                    : dice.value(attribute);
  }

  void write() {
    std::string lines;
    for (const auto& [name, value] : given)
      lines += fmt::format("{} = {}\n", name, hcl::write_value(value, 0));
    world.manifest(fmt::format("resource \"{}\" \"it\" {{\n{}}}\n", type.name, lines));
  }

  // Changes, adds or removes one attribute; returns the name that a plan must show, or "".
  std::string edit() {
    std::vector<const Attribute*> choice;
    for (const auto& attribute : type.attributes) {
      if (is_given(attribute)) choice.push_back(&attribute);
    }
    const auto& attribute = *dice.one_of(choice);
    const auto before = given;
    if (given.contains(attribute.name) && !attribute.required && dice.coin()) {
      given.erase(attribute.name);
      if (attribute.secret) return "";
    } else {
      given[attribute.name] = fresh(attribute);
    }
    return stored_value(attribute, before) == stored_value(attribute, given) ? "" : attribute.name;
  }

  // No update lost a secret.
  void expect_secrets() {
    base::Value held = world.simulator.dump().get("integrations").as_list().at(0);
    for (const auto& attribute : type.attributes) {
      if (attribute.secret && given.contains(attribute.name))
        CHECK(held.at_path(attribute.wire) == given.at(attribute.name));
    }
  }

  const provider::ResourceType& type;
  Dice dice;
  World world;
  Value::Map given = {};
};

void live(Life& life) {
  life.write();
  life.world.converge();
  for (int i = 0; i < kEdits; ++i) {
    const std::string name = life.edit();
    INFO("edited: ", name);
    life.write();
    auto step = life.world.plan();
    INFO(step->said(), step->text());
    REQUIRE(step->ok());
    if (name.empty()) {
      CHECK(step->plan().is_empty());
    } else {
      CHECK(step->attributes("it") == name);
      CHECK(step->actions("it") == "update");
    }
    life.world.converge();
    life.expect_secrets();
  }
}

// A cluster that returns null for an empty list hides defaults: only equal attributes plan nothing.
void live_quietly(Life& life) {
  for (int i = 0; i < kEdits; ++i) {
    life.write();
    life.world.converge();
    life.edit();
  }
}

}  // namespace

TEST_CASE("on a cluster with null for empty lists a plan is empty after every apply") {
  for (const auto& type : provider::services::catalog().types) {
    if (type.is_external_id) continue;
    INFO(type.name);
    Life life(type, {"null lists", [](auto& options) { options.null_lists = true; }}, 7);
    live_quietly(life);
  }
}

TEST_CASE("created, a plan is empty; a random edit plans as that edit, and empty when it is applied") {
  for (const auto& type : provider::services::catalog().types) {
    if (type.is_external_id) continue;
    for (const auto& style : provider::simulator::styles()) {
      for (unsigned round = 0; round < kRounds; ++round) {
        INFO(type.name, ", ", std::string(style.name), ", seed ", round);
        Life life(type, style, round);
        live(life);
      }
    }
  }
}

}  // namespace waveform::planner
