// What the service requires of a body, adds to it, and removes from it. Pure.
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
  std::string path;  // dotted, relative to the containing object
  FieldType type = FieldType::String;
  bool required = false;
  base::Value initial = {};  // value if the body has none; null: it stays absent
  std::optional<std::int64_t> least = {};
  std::vector<std::string> values = {};   // the only accepted values, or elements; empty: any
  std::vector<std::string> members = {};  // of an object in a list, all strings
  bool secret = false;
  std::string placeholder = {};  // of a secret: keeps the stored one in a PUT; PROJECT is the project's id
  bool reads_back = false;       // a secret that is read back as its placeholder
  bool optional_in_put = false;  // a secret that is kept when a PUT leaves it out
};

// A new service is one more row.
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

  const ServiceRules* find(std::string_view service) const;  // ignoring case
};
Rules make_rules(const Options& options);  // body_rules_table.cpp

// The error in a body, in the service's words; "" if there is none. `former` is the replaced body, null for a
// create, in which placeholders are refused.
std::string find_mistake(const Rules& rules, const base::Value& body, const base::Value& former);

// The part of the body that belongs to the user, completed with the service's defaults and with kept secrets
// of `former` (null: none). REQUIRES: find_mistake returned "".
base::Value::Map complete_body(const Rules& rules, const base::Value& body, const base::Value& former);

base::Value hide_secrets(const ServiceRules& rules, const base::Value& integration, Secrets how);

// RFC 7396.
base::Value merge_patch(const base::Value& target, const base::Value& patch);

}  // namespace waveform::provider::simulator
