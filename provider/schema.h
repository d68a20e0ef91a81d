// The description of a service, as data. A service is a table of attributes (provider/services/), and all
// code that reads, compares, sends or prints an integration is driven by it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "provider/meaning.h"

namespace waveform::provider {

enum class Type { String, Number, Bool, StringList, StringSet, StringMap, StringListMap, ObjectList };

// "string", "list of string", ...
std::string_view type_name(Type type);

// A member of the objects in an ObjectList: a string.
struct Member {
  std::string name = {};
  std::string wire = {};
  Meaning meaning = Meaning::Any;
  std::string documentation = {};  // one line
};

// What a plan does with an attribute. Those from Computed on are set only by the service.
enum class Role {
  Setting,    // as the manifest says
  WriteOnly,  // sent, but not read back in the same form
  Service,    // the service of the type, in any case; it never changes
  Enabled,    // the opposite of its wire value; changed by calls of its own, unmanaged when absent
  Computed,
  Counter,     // changes permanently: alone not a reason to write the state
  ExternalId,  // stored in the state, shown as "(external id)"
};

// A secret is never stored, shown or logged in plain text, and never read back.
struct Secret {
  bool needed_to_create = false;  // may be left out after the create
  std::string sent_with = {};     // sent again in an update that changes this other attribute
  // The placeholder that an update sends instead, so that the service keeps the secret. $WIRE stands for the
  // value of that wire name beside it.
  std::string kept_by = {};

  // Nothing is known to keep it: the service may lose it in an update that does not send it.
  bool is_always_sent() const { return sent_with.empty() && kept_by.empty(); }
};

// The service's value of an attribute that it was not sent; null: unknown, or none.
struct Default {
  base::Value value = {};
  bool is_sent = false;  // by a create
};

// What the value says about the data that an integration collects.
enum class Collects {
  Any,
  Account,  // integrations of a service with equal values in all of these collect the same data
  Share,    // unless their values here have nothing in common
};

// One attribute. Names are those of Terraform's provider (docs/services/), wire paths those of the API's
// CloudIntegration object.
struct Attribute {
  std::string name = {};
  std::string wire = {};  // dotted path in the integration object; "" if it is never sent or received
  Type type = Type::String;
  std::vector<Member> members = {};  // of an ObjectList
  Role role = Role::Setting;
  bool required = false;
  std::optional<Secret> secret = {};
  Default fallback = {};
  std::vector<std::string> allowed = {};  // values, or elements, that the service is known to accept
  bool refuses_others = false;            // the service is known to refuse all other values, except ""
  Meaning meaning = Meaning::Any;
  Collects collects = Collects::Any;
  std::string documentation = {};  // one line

  bool is_computed() const { return role >= Role::Computed; }
  // Its value tells readers which integration it is.
  bool identifies() const { return name == "name" || collects == Collects::Account; }
  bool is_always_sent() const { return secret && secret->is_always_sent(); }
  // The attribute whose change sends this one again; "": none.
  std::string sent_with() const { return secret ? secret->sent_with : ""; }
  // What a create sends if the manifest has no value; null: nothing.
  base::Value create_default() const { return fallback.is_sent ? fallback.value : base::Value(); }
};

struct ResourceType {
  std::string name = {};     // "wavefront_cloud_integration_ec2"
  std::string service = {};  // "EC2", as sent; "" for the external id
  std::string object = {};   // "ec2": the configuration object on the wire
  std::string title = {};    // "AWS Metrics+ (EC2)"
  // Not an integration: it has no body, and neither the list nor the recycle bin shows it; the service only
  // tells whether one is valid. Its id must not be shown.
  bool is_external_id = false;
  std::vector<Attribute> attributes = {};  // all, including common ones, in the order of the documentation

  const Attribute* find(std::string_view attribute) const;
};

// All types that this program knows. A value that is passed to its users (provider/services/catalog.h creates
// it).
struct Catalog {
  std::vector<ResourceType> types;

  const ResourceType* find(std::string_view type_name) const;
  // By the API's service name, ignoring case.
  const ResourceType* find_service(std::string_view service) const;
};

bool is_external_id(const Catalog& catalog, std::string_view type_name);

// What counts as absent in comparisons: null, "", [] and {} are equal.
bool is_absent(const base::Value& value);
// Equal as far as the service can distinguish values. REQUIRES: both converted to the attribute's type.
bool same(const Attribute& attribute, const base::Value& a, const base::Value& b);

}  // namespace waveform::provider
