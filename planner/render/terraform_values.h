// The pieces that Terraform's JSON formats of a plan and of a state are made of: docs/plan-json.md.
#pragma once

#include <vector>

#include "base/address.h"
#include "base/value.h"
#include "planner/report/report.h"

namespace waveform::render {

// Whose formats are followed: what reads them expects a version of Terraform here.
inline constexpr const char* kTerraformVersion = "1.12.0";

// What the formats call a change: "create", "update", "delete", "replace", "forget"; "import" or "move" when
// that is all it does.
const char* terraform_action(const planner::Change& change);
const char* terraform_action(planner::Drift::Kind kind);

// Without what is not known yet (in a list it is null); the words for it in the place of what is hidden.
base::Value shown(const base::Value& value);

// true in the place of what is hidden, or not known yet; lists and maps as `value` has them, without the
// members of maps that are all false; else false.
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
