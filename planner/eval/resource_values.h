// Evaluates one resource block.
#pragma once

#include "base/diag.h"
#include "base/value.h"
#include "planner/config/config.h"
#include "planner/eval/instance.h"
#include "planner/eval/scope.h"
#include "state/snapshot.h"

namespace waveform::planner {

// Adds an error when its strings exceed 1 MiB in total: the plan would show them.
bool check_size(const base::Value& value, const std::string& what, const base::Range& place,
                base::Diags& diags);

// By attribute, converted to its type; without null ones; secrets are Sensitive; values known only after
// apply are Unknown. Values of a wrong type are errors.
base::Value::Map evaluate_resource(const base::Address& address, const Instance& instance,
                                   const ModuleScope& scope, base::Diags& diags);

// Of an existing one: without attributes in ignore_changes.
void drop_ignored(const ResourceBlock& block, base::Value::Map& desired);

// prevent_destroy of a block: a bool; Unknown after an error, or when it is unknown and `on_unknown` allows
// that.
base::Value prevents_destroy(const ResourceBlock& block, const ModuleScope& scope, UnknownKeys on_unknown,
                             base::Diags& diags);

// Known preconditions.
void check_preconditions(const base::Address& address, const Instance& instance, const ModuleScope& scope,
                         base::Diags& diags);

// Known postconditions of a resource whose value has been set.
void check_postconditions(const base::Address& address, const Instance& instance, const ModuleScope& scope,
                          base::Diags& diags);

// The value for other resources and outputs: every attribute of the type from the manifest or the service, or
// (`exists` false) Unknown if only the service sets it. Else null.
base::Value visible_value(const provider::ResourceType& type, base::Value::Map desired,
                          const base::Value::Map& live, bool exists);

// The same for one in the state, with the attributes of the state or the service.
base::Value remembered_value(const provider::ResourceType& type, const state::Resource& resource,
                             const base::Value::Map& attributes);

}  // namespace waveform::planner
