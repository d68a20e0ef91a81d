// Applies one change: run_change() and its parts, each of which is in change_*.cpp.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "planner/apply/apply_lock.h"
#include "planner/apply/apply_run.h"
#include "planner/apply/call_runner.h"
#include "planner/eval/instance.h"
#include "planner/plan/plan.h"
#include "state/snapshot.h"

namespace waveform::planner {

// ERRORS: I/O or service errors. In every case the state holds all that is known.
base::Result<void> run_change(ApplyRun& run, const Change& change) REQUIRES(apply_lock);

// The attributes that the manifest wants. ERRORS: Invalid: a value does not fit or, except with ImportOnly,
// is not known.
base::Result<base::Value::Map> evaluate(const CallRunner& calls) REQUIRES(apply_lock);

// The names of the secrets among these.
std::set<std::string> secrets_of(const provider::ResourceType& type, const base::Value::Map& attributes);

// A state entry. `sent`: the secrets that were sent.
state::Resource record_of(const Instance& instance, const std::string& id, const base::Value::Map& attributes,
                          const base::Value::Map& desired, const state::Resource* old,
                          const std::set<std::string>& sent, std::string_view digest_key);
// Adds an external id to the state.
state::Mutation managed_external_id(const CallRunner& calls, const std::string& id);

// An integration that exists, while it is changed.
struct Existing {
  base::Value::Map desired;
  base::Value body;         // as the service has it; null: not read yet
  std::string fingerprint;  // required before the next call; "": any
  state::Resource record;   // as the state has it
};

base::Result<void> create_integration(CallRunner& calls) REQUIRES(apply_lock);
base::Result<void> create_external_id(CallRunner& calls) REQUIRES(apply_lock);
// Checks the external id of an integration, if any, once per id.
base::Result<void> check_external_id(CallRunner& calls, const base::Value::Map& desired) REQUIRES(apply_lock);

// Runs the actions of a change in their order: import, undelete, update, enable, disable.
base::Result<void> change_existing(CallRunner& calls) REQUIRES(apply_lock);
base::Result<void> set_enabled(CallRunner& calls, Existing& existing, bool on) REQUIRES(apply_lock);
// An import that needs no call.
base::Result<void> import_unchanged(CallRunner& calls) REQUIRES(apply_lock);

base::Result<void> delete_integration(CallRunner& calls) REQUIRES(apply_lock);
base::Result<void> delete_external_id(CallRunner& calls) REQUIRES(apply_lock);

}  // namespace waveform::planner
