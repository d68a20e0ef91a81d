// Converts attributes to the API's JSON and back, driven by the tables. Pure.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "base/value.h"
#include "provider/schema.h"

namespace waveform::provider {

// All attributes in the body, including computed ones, without absent, secret and write-only ones. Values of
// a wrong JSON type count as absent (an error of the service, not of the user).
base::Value::Map read_attributes(const ResourceType& type, const base::Value& body);

// Converts a wire value to the attribute's form: members of objects get their names, null lists become empty.
// Unknown members are left out; the type is not checked.
base::Value from_wire(const Attribute& attribute, const base::Value& value);

// The placeholder that keeps the secret stored with this body; "" if unknown.
std::string keeper_of(const Attribute& attribute, const base::Value& body);
// Whether a value is a placeholder for a secret, in any body.
bool is_keeper(const Attribute& attribute, const base::Value& value);

// The body of a create: given values, and create defaults for the others.
base::Value create_body(const ResourceType& type, const base::Value::Map& attributes);

// The body of an update: `current` (the result of a GET) with the values of `set` and without those of
// `reset` (the service resets a missing field; a field with a create default is sent with it). Unknown fields
// are kept. For a secret that is not sent, its placeholder is kept; blank secrets are removed, and so is
// `lastErrorEvent`, which the service refuses.
base::Value update_body(const ResourceType& type, const base::Value& current, const base::Value::Map& set,
                        const std::set<std::string>& reset);

// A digest of everything that a user can set, and of `disabled` and `inTrash`: equal until the integration is
// edited.
std::string fingerprint(const ResourceType& type, const base::Value& body);
// The same for values that were read from a body: read_attributes(), is_disabled(), in_trash().
std::string fingerprint(const ResourceType& type, const base::Value::Map& attributes, bool disabled,
                        bool in_trash);

// Properties of a body that are not attributes.
std::string service_of(const base::Value& body);  // upper case
std::string id_of(const base::Value& body);
bool in_trash(const base::Value& body);
bool is_disabled(const base::Value& body);
// The service's last error, from lastErrorEvent or lastError; "" if there is none or it is over.
std::string last_error(const base::Value& body);
// Its time; the vendor's page shows only lastErrorEvent.startTime. 0: never.
std::int64_t last_error_epoch_millis(const base::Value& body);

}  // namespace waveform::provider
