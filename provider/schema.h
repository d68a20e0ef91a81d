// The description of a service, as data. A service is a table of attributes (provider/services/), and all
// code that reads, compares, sends or prints an integration is driven by it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace waveform::provider {

enum class Type { String, Number, Bool, StringList, StringSet, StringMap, StringListMap, ObjectList };

// "string", "list of string", ...
std::string_view type_name(Type type);

// The meaning of a string, for the lint checks (provider/checks/).
enum class Meaning {
  Any,
  JavaRegex,      // java.util.regex, case-insensitive
  MetricRegex,    // the same, for the name of an AWS metric: aws.NAMESPACE.METRIC
  RoleArn,        // of an IAM role
  ExternalId,     // valid for one role
  AwsNamespaces,  // AWS/EC2, or a custom namespace
  AwsRegion,
  S3Bucket,
  S3Prefix,
  TagExpression,  // key=value, key=value
  ServiceKey,     // the JSON of a Google service account
  Url,
  Minutes,  // whole, at least 1
};

// A member of the objects in an ObjectList: a string.
struct Member {
  std::string name = {};
  std::string wire = {};
  Meaning meaning = Meaning::Any;
  std::string documentation = {};  // one line
};

// One attribute. Names are those of Terraform's provider (docs/services/), wire paths those of the API's
// CloudIntegration object.
struct Attribute {
  std::string name = {};
  std::string wire = {};  // dotted path in the integration object; "" if it is never sent or received
  Type type = Type::String;
  std::vector<Member> members = {};  // of an ObjectList
  bool required = false;
  bool secret = false;            // never stored, shown or logged in plain text; never read back
  bool masked = false;            // stored in the state, shown as "(external id)"
  bool computed = false;          // set only by the service
  bool counter = false;           // computed, and changes continuously: alone not a reason to write the state
  bool write_only = false;        // sent, but not read back in the same form
  bool needed_to_create = false;  // may be left out after the create
  std::string resend_with = {};   // a secret: sent again in an update that changes this other attribute
  bool resend = false;            // a secret: sent in every update, because the service may lose it otherwise
  // Of a secret: the placeholder that an update sends instead, so that the service keeps the secret. $WIRE
  // stands for the value of that wire name beside it.
  std::string kept_by = {};
  bool any_case = false;             // case is ignored
  base::Value create_default = {};   // sent by a create if the manifest has no value; null: nothing is sent
  base::Value service_default = {};  // the service's value if nothing is sent, if known
  std::vector<std::string> allowed = {};  // values, or elements, that the service is known to accept
  bool refuses_others = false;            // the service is known to refuse all other values
  Meaning meaning = Meaning::Any;
  bool account = false;  // integrations of a service with equal values in all of these collect the same data
  bool divides = false;  // unless their values here have nothing in common
  std::string documentation = {};  // one line
};

enum class Lifecycle { Integration, ExternalId };

struct ResourceType {
  std::string name = {};     // "wavefront_cloud_integration_ec2"
  std::string service = {};  // "EC2", as sent; "" for the external id
  std::string object = {};   // "ec2": the configuration object on the wire
  std::string title = {};    // "AWS Metrics+ (EC2)"
  Lifecycle lifecycle = Lifecycle::Integration;
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

// Whether the type is an external id, whose id must not be shown.
bool is_external_id(const Catalog& catalog, std::string_view type_name);

// Converts `value` to the attribute's type as Terraform does ("5" is a number, true a string "true"). Sets
// become sorted and unique, an object becomes a list of one, objects get all their members (null: not given).
// Null and unknown stay unchanged, marks are kept; a secret that is JSON loses its byte order mark. ERRORS:
// Invalid: "a string is required, this is a list", never with the value.
base::Result<base::Value> convert(const Attribute& attribute, const base::Value& value);

// The service's value of an attribute that the manifest does not set; null: unknown, or none.
const base::Value& usual_value(const Attribute& attribute);

// What counts as absent in comparisons: null, "", [] and {} are equal.
bool is_absent(const base::Value& value);
// Equal as far as the service can distinguish values. REQUIRES: both converted to the attribute's type.
bool same(const Attribute& attribute, const base::Value& a, const base::Value& b);

}  // namespace waveform::provider
