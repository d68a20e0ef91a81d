// What the service demands of a body and what it adds to it, as a table. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "provider/simulator/options.h"

namespace waveform::provider::simulator {

enum class FieldType { String, Number, Bool, StringList, StringMap, ObjectList };

struct Field {
  std::string path;  // dotted, from the object that holds it
  FieldType type = FieldType::String;
  bool required = false;
  base::Value initial = {};      // what a body without it gets; null: it stays absent
  bool secret = false;           // never read back; kept by a PUT that leaves it out, if that may be
  std::string placeholder = {};  // a secret: keeps the stored one in a PUT; PROJECT is the project's id
  bool reads_back = false;       // as its placeholder
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

// What is wrong with a body, in the service's words; "" when nothing is. `former` is what it replaces, null
// in a create, where no placeholder stands for a secret.
std::string find_mistake(const Rules& rules, const base::Value& body, const base::Value& former);

// The part of the body that is the user's, with the service's own values where the body has none, and with
// the secrets of `former` (null: none) where it has none. REQUIRES: find_mistake says "".
base::Value::Map settle(const Rules& rules, const base::Value& body, const base::Value& former);

// Secrets left out, or as their placeholders; external ids as they are when `with_external_id`.
base::Value hide_secrets(const ServiceRules& rules, const base::Value& integration, bool with_external_id);

// RFC 7396.
base::Value merge_patch(const base::Value& target, const base::Value& patch);

}  // namespace waveform::provider::simulator
