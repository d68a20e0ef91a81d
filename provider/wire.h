// Attributes to the API's JSON and back, driven by the tables. Pure.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "base/value.h"
#include "provider/schema.h"

namespace waveform::provider {

// All that the body says of the type's attributes, computed ones included, absent ones left out; never a
// secret, never a write-only one. Values of a wrong JSON type are taken as absent (the service's fault, not
// the user's).
base::Value::Map read_attributes(const ResourceType& type, const base::Value& body);

// A value as the wire has it, as the attribute has it: members of objects by their names, null lists empty.
// What the attribute has no place for is left out; the type is not checked.
base::Value from_wire(const Attribute& attribute, const base::Value& value);

// What keeps the secret that is stored beside the rest of this body; "" when nothing is known to.
std::string keeper_of(const Attribute& attribute, const base::Value& body);
// Whether a value only stands for a secret, of whatever body.
bool is_keeper(const Attribute& attribute, const base::Value& value);

// The body of a create: what is given, and the create defaults of what is not.
base::Value create_body(const ResourceType& type, const base::Value::Map& attributes);

// The body of an update: `current` (what GET answered) with `set` laid over it and `reset` taken out (a field
// left out is reset by the service; one with a create default is sent as that). What we do not know survives,
// of a secret that is not sent what keeps it; a blank one goes, and so does `lastErrorEvent`, which the
// service refuses.
base::Value update_body(const ResourceType& type, const base::Value& current, const base::Value::Map& set,
                        const std::set<std::string>& reset);

// A digest over all that a user can set, `disabled` and `inTrash`: equal as long as nobody changed the
// integration.
std::string fingerprint(const ResourceType& type, const base::Value& body);
// The same of what was read from a body: read_attributes(), is_disabled(), in_trash().
std::string fingerprint(const ResourceType& type, const base::Value::Map& attributes, bool disabled,
                        bool in_trash);

// Facts of a body that are no attributes.
std::string service_of(const base::Value& body);  // in capitals
std::string id_of(const base::Value& body);
bool in_trash(const base::Value& body);
bool is_disabled(const base::Value& body);
// What the service says went wrong, from lastErrorEvent or lastError; "" when nothing did, or when it is
// over.
std::string last_error(const base::Value& body);
// When; the vendor's page has lastErrorEvent.startTime alone. 0: never.
std::int64_t last_error_epoch_millis(const base::Value& body);

}  // namespace waveform::provider
