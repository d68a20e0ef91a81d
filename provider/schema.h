// What a service looks like, as data. A service is a table of attributes (provider/services/), and everything
// that reads, compares, sends or prints one is driven by that table.
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

// What a text is, beyond being one: what checks look at (provider/checks/).
enum class Meaning {
  Any,
  JavaRegex,      // java.util.regex, matched without regard to case
  MetricRegex,    // the same, of an AWS metric's name: aws.NAMESPACE.METRIC
  RoleArn,        // of an IAM role
  ExternalId,     // good for one role
  AwsNamespaces,  // AWS/EC2, or a customer's own
  AwsRegion,
  S3Bucket,
  S3Prefix,
  TagExpression,  // key=value, key=value
  ServiceKey,     // the JSON of a Google service account
  Url,
  Minutes,  // whole, at least 1
};

// A member of the objects of an ObjectList: a string.
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
  std::string wire = {};  // dotted, from the integration object; "" when it never goes over the wire
  Type type = Type::String;
  std::vector<Member> members = {};  // of an ObjectList
  bool required = false;
  bool secret = false;    // never stored, shown or logged in plain text; never read back
  bool masked = false;    // kept in the state, shown as "(external id)"
  bool computed = false;  // set by the service alone
  bool counter = false;   // computed, and changes on its own all the time: never a reason to write the state
  bool write_only = false;        // sent, never read back as it was sent
  bool needed_to_create = false;  // may be left out afterwards
  std::string resend_with = {};   // a secret: sent again in an update when this other attribute changes
  bool resend = false;            // a secret: sent in every update, the service might lose it otherwise
  // A secret: what an update that does not send it sends in its place, to keep it. $WIRE stands for the text
  // beside it of that wire name.
  std::string kept_by = {};
  bool any_case = false;             // case has no meaning
  base::Value create_default = {};   // sent at create when the manifest has nothing; null: nothing is sent
  base::Value service_default = {};  // what the service takes when nothing is sent, as far as it is known
  std::vector<std::string> allowed = {};  // values, or elements, that the service is known to take
  bool refuses_others = false;            // and it is known to take no others
  Meaning meaning = Meaning::Any;
  bool account = false;  // integrations of a service that are equal in all of these collect the same data
  bool divides = false;  // but not when they have nothing in common here
  std::string documentation = {};  // one line
};

enum class Lifecycle { Integration, ExternalId };

struct ResourceType {
  std::string name = {};     // "wavefront_cloud_integration_ec2"
  std::string service = {};  // "EC2", as sent; "" for the external id
  std::string object = {};   // "ec2": the configuration object on the wire
  std::string title = {};    // "AWS Metrics+ (EC2)"
  Lifecycle lifecycle = Lifecycle::Integration;
  std::vector<Attribute> attributes = {};  // all, common ones included, in the order of the documentation

  const Attribute* find(std::string_view attribute) const;
};

// All types that this program knows. A value: whoever needs it gets it passed (provider/services/catalog.h
// makes it).
struct Catalog {
  std::vector<ResourceType> types;

  const ResourceType* find(std::string_view type_name) const;
  // By the API's service name, in any case.
  const ResourceType* find_service(std::string_view service) const;
};

// Whether a resource of this type is an external id: its id is what must not be shown.
bool is_external_id(const Catalog& catalog, std::string_view type_name);

// `value` as the attribute's type, by Terraform's conversions ("5" is a number, true a string "true"); sets
// sorted and without repeats, an object a list of one, objects with all their members (null: not given). Null
// and unknown stay what they are, marks are kept; a secret that is JSON loses the byte order mark before it.
// ERRORS: Invalid: "a string is required, this is a list".
// Never the value itself.
base::Result<base::Value> convert(const Attribute& attribute, const base::Value& value);

// What an attribute has in the service when the manifest has nothing; null: that is not known, or nothing.
const base::Value& usual_value(const Attribute& attribute);

// What counts as "not there" when two sides are compared: null, "", [] and {} are one.
bool is_absent(const base::Value& value);
// Equal as far as the service can tell the difference. REQUIRES: both converted to the attribute's type.
bool same(const Attribute& attribute, const base::Value& a, const base::Value& b);

}  // namespace waveform::provider
