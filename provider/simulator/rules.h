// What the service demands of a body and what it adds to it, as a table. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "provider/simulator/options.h"

namespace waveform::provider::simulator {

enum class FieldType { String, Number, Bool, StringList, StringMap };

struct Field {
  std::string path;  // dotted, from the object that holds it
  FieldType type = FieldType::String;
  bool required = false;
  base::Value initial = {};  // what a body without it gets; null: it stays absent
  bool secret = false;       // kept by a PUT that leaves it out, never read back
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
  bool unknown_fields = false;

  const ServiceRules* find(std::string_view service) const;  // in any case
};
Rules make_rules(const Options& options);

// What is wrong with a create's or replacement's body, in the service's words; "" when nothing is.
std::string find_mistake(const Rules& rules, const base::Value& body);

// The part of the body that is the user's, with the service's own values where the body has none, and with
// the secrets of `former` (null: none) where it has none. REQUIRES: find_mistake says "".
base::Value::Map settle(const Rules& rules, const base::Value& body, const base::Value& former);

// Where secrets are, as dotted paths from the integration.
std::vector<std::string> secret_paths(const ServiceRules& rules);

// RFC 7396.
base::Value merge_patch(const base::Value& target, const base::Value& patch);

}  // namespace waveform::provider::simulator
