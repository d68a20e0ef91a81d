// A plan with all data for plan files and output formats.
//
// Contains no secrets: a secret is a null marked Sensitive, an external id a null marked Masked. Values not
// known yet are Unknown, with the same marks.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/value.h"
#include "planner/live/secrets.h"
#include "planner/plan/plan.h"
#include "provider/schema.h"
#include "state/snapshot.h"

namespace waveform::planner {

// One resource before and after, with all its attributes.
struct ResourceView {
  base::Address address;
  base::Value before;                            // null: does not exist, or a new one is created
  base::Value after;                             // null: will not exist; can contain Unknown
  std::set<std::string> ours;                    // the attributes that the manifest sets
  std::map<std::string, SecretVerdict> secrets;  // of those that are hidden among these
  std::vector<base::Address> depends_on;

  bool operator==(const ResourceView&) const = default;
};

// The origin of the plan.
struct Origin {
  std::string version;  // waveform's
  std::int64_t made_epoch_millis = 0;
  std::string commit;  // of the manifest's repository; "" when it is not known
  std::string service_address;
  std::string lineage;                       // of the state; "" when there was none yet
  std::int64_t serial = 0;                   // of the state
  std::set<base::Address> managed;           // by the state
  std::vector<std::string> named_files;      // from -f; empty: those of the directory
  std::vector<std::string> file_roots;       // from -file-root
  std::set<std::string> given_secrets;       // variables with a value that is not shown and not their default
  std::map<std::string, std::string> files;  // SHA-256 of every file that was read, by name

  bool operator==(const Origin&) const = default;
};

struct Report {
  Origin origin;
  Plan plan;
  std::vector<ResourceView> resources;  // all managed or planned ones, by address
  std::vector<ResourceView> drift;      // before: as in the state, after: as in the service
  base::Value::Map outputs_before;
  base::Value::Map outputs_after;
  base::Value::Map variables;
  base::Value configuration;  // the manifest in the shape of Terraform's plan JSON (docs/plan-json.md)

  bool operator==(const Report&) const = default;
};

struct PlanInput;
class ModuleScope;

// Pure. `scope` as make_plan left it.
Report make_report(const PlanInput& input, const ModuleScope& scope, const Plan& plan, Origin origin);

// Every resource of the state, in `after`.
std::vector<ResourceView> state_views(const provider::Catalog& catalog, const state::Snapshot& snapshot);

}  // namespace waveform::planner
