// Common parts of Terraform's JSON formats of plans and states: docs/plan-json.md.
#pragma once

#include <vector>

#include "base/address.h"
#include "base/value.h"
#include "planner/report/report.h"

namespace waveform::render {

// The Terraform version of the formats, for their consumers.
inline constexpr const char* kTerraformVersion = "1.12.0";

// The formats' name of a change: "create", "update", "delete", "replace", "forget"; "import" or "move" if
// that is its only action.
const char* terraform_action(const planner::Change& change);
const char* terraform_action(planner::Drift::Kind kind);

// The formats' reason for a delete outside of `destroy`; else null.
const char* delete_reason(const planner::Change& change, planner::Mode mode);

// Without values not known yet (null in lists); hidden values become placeholders.
base::Value shown(const base::Value& value);

// true for values hidden or not known yet; lists and maps as in `value`, without members that are all false;
// else false.
base::Value hidden_shape(const base::Value& value);
base::Value unknown_shape(const base::Value& value);

// address, mode, type, name, index, provider_name.
base::Value::Map identity(const base::Address& address);

// An output or a resource, as planned or in a state.
base::Value output_value(const base::Value& value);
base::Value::Map resource_value(const base::Address& address, const base::Value& attributes);

// {"outputs": …, "root_module": {"resources": …}}: `values` of a state, planned_values of a plan. Empty parts
// are left out.
base::Value module_values(base::Value::List resources, const base::Value::Map& outputs);

// A state, whole. REQUIRES: every `after` is a map.
base::Value state_value(const std::vector<planner::ResourceView>& resources, const base::Value::Map& outputs);

}  // namespace waveform::render
