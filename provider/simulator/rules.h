// What the service demands of a body, and what it adds to it and leaves out of it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "provider/simulator/options.h"

namespace waveform::provider::simulator {

enum class FieldType { String, Integer, Bool, StringList, StringMap, StringListMap, ObjectList };

struct Field {
  std::string path;  // dotted, from the object that holds it
  FieldType type = FieldType::String;
  bool required = false;
  base::Value initial = {};  // what a body without it gets; null: it stays absent
  std::optional<std::int64_t> least = {};
  std::vector<std::string> values = {};   // the only ones, of a list the elements; none: any
  std::vector<std::string> members = {};  // of an object in a list, all of them strings
  bool secret = false;
  std::string placeholder = {};  // of a secret: keeps the stored one in a PUT; PROJECT is the project's id
  bool reads_back = false;       // a secret, as its placeholder
  bool optional_in_put = false;  // a secret: one that is left out of a PUT is kept
};

// A thirteenth service is one more row.
struct ServiceRules {
  std::string service;        // "EC2"
  std::string object;         // "ec2"
  std::vector<Field> fields;  // of the configuration object
  bool needs_external_id = false;
};

struct Rules {
  std::vector<Field> common;  // of the integration itself
  std::vector<ServiceRules> services;
  bool lose_secrets = false;

  const ServiceRules* find(std::string_view service) const;  // in any case
};
Rules make_rules(const Options& options);  // rules_table.cpp

// What is wrong with a body, in the service's words; "" when nothing is. `former` is what it replaces, null
// in a create, where no placeholder stands for a secret.
std::string find_mistake(const Rules& rules, const base::Value& body, const base::Value& former);

// The part of the body that is the user's, with the service's own values where the body has none, and with
// the secrets of `former` (null: none) where they are kept. REQUIRES: find_mistake says "".
base::Value::Map settle(const Rules& rules, const base::Value& body, const base::Value& former);

base::Value hide_secrets(const ServiceRules& rules, const base::Value& integration, Secrets how);

// RFC 7396.
base::Value merge_patch(const base::Value& target, const base::Value& patch);

}  // namespace waveform::provider::simulator
