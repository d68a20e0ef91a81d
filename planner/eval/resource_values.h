// One resource block, evaluated: what the manifest wants.
#pragma once

#include "base/diag.h"
#include "base/value.h"
#include "planner/config/config.h"
#include "planner/eval/instance.h"
#include "planner/eval/scope.h"
#include "state/snapshot.h"

namespace waveform::planner {

// Adds an error when its texts are longer than 1 MiB together: they would be shown.
bool check_size(const base::Value& value, const std::string& what, const base::Range& place,
                base::Diags& diags);

// By attribute, converted to its type; null ones left out; secrets marked Sensitive; Unknown where a value is
// known only after apply. Values that do not fit are errors at their place.
base::Value::Map evaluate_resource(const base::Address& address, const Instance& instance,
                                   const ModuleScope& scope, base::Diags& diags);

// Of one that exists: without what its lifecycle ignores the changes of.
void drop_ignored(const ResourceBlock& block, base::Value::Map& desired);

// Whether the lifecycle of a block forbids to destroy what it makes: a bool; Unknown after an error, or when
// it is not known and `on_unknown` lets that pass.
base::Value prevents_destroy(const ResourceBlock& block, const ModuleScope& scope, UnknownKeys on_unknown,
                             base::Diags& diags);

// Preconditions, as far as they are known.
void check_preconditions(const base::Address& address, const Instance& instance, const ModuleScope& scope,
                         base::Diags& diags);

// Postconditions, as far as they are known, of a resource whose value has been set.
void check_postconditions(const base::Address& address, const Instance& instance, const ModuleScope& scope,
                          base::Diags& diags);

// The value that other resources and outputs see: every attribute of the type, from what is wanted, what the
// service has, or (`exists` false) Unknown for what only the service can tell. Null for the rest.
base::Value visible_value(const provider::ResourceType& type, base::Value::Map desired,
                          const base::Value::Map& live, bool exists);

// The same for one that the state knows, with the attributes that it or the service has.
base::Value remembered_value(const provider::ResourceType& type, const state::Resource& resource,
                             const base::Value::Map& attributes);

}  // namespace waveform::planner
