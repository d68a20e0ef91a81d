// A plan with all that a reader elsewhere needs: what a plan file holds, and what every format of a plan is
// written from.
//
// No secret is in it: in the place of one stands a null that is marked Sensitive, in the place of an external
// id one that is marked Masked. What is not known yet is Unknown, with the same marks.
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
  base::Value before;                            // null: there is none, or a new one is made beside it
  base::Value after;                             // null: there will be none; may have Unknown inside
  std::set<std::string> ours;                    // the attributes that the manifest gives
  std::map<std::string, SecretVerdict> secrets;  // of those that are hidden among these
  std::vector<base::Address> depends_on;

  bool operator==(const ResourceView&) const = default;
};

// Where and of what the plan was made.
struct Origin {
  std::string version;  // waveform's
  std::int64_t made_epoch_millis = 0;
  std::string commit;  // of the manifest's repository; "" when it is not known
  std::string service_address;
  std::string lineage;                       // of the state; "" when there was none yet
  std::int64_t serial = 0;                   // of the state
  std::set<base::Address> managed;           // by the state
  std::vector<std::string> named_files;      // as -f gives them; none: the folder's
  std::vector<std::string> file_roots;       // as -file-root gives them
  std::map<std::string, std::string> files;  // SHA-256 of every file that was read, by name

  bool operator==(const Origin&) const = default;
};

struct Report {
  Origin origin;
  Plan plan;
  std::vector<ResourceView> resources;  // all that is managed or wanted, by address
  std::vector<ResourceView> drift;      // before: as the state remembers it, after: as it is
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

// Every resource that the state has, as it remembers it, in `after`.
std::vector<ResourceView> state_views(const provider::Catalog& catalog, const state::Snapshot& snapshot);

}  // namespace waveform::planner
