// The plan of a run, as a value. A secret is a null marked Sensitive.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "base/value.h"
#include "planner/plan/change.h"

namespace waveform::planner {

// A change outside of waveform since the state was written.
struct Drift {
  enum class Kind { Changed, Binned, Gone, Recovered };
  base::Address address;
  std::string id;
  Kind kind = Kind::Changed;
  std::vector<AttributeChange> attributes;
  std::string who;  // "": unknown
  std::int64_t when_epoch_millis = 0;

  bool operator==(const Drift&) const = default;
};

struct OutputChange {
  std::string name;
  base::Value before;  // null: new
  base::Value after;   // null: removed; a null marked Sensitive: not shown

  bool operator==(const OutputChange&) const = default;
};

// A warning about the manifest or the plan, as a value that needs no source.
struct Warning {
  std::string check;       // the id of the lint check; "": none
  std::int64_t count = 1;  // of the problems that it stands for
  std::string place;       // "main.wf.hcl:3"; "": none
  std::string summary;
  std::string detail;
  std::string hint;
  std::string code;  // whole lines to paste into a manifest

  bool operator==(const Warning&) const = default;
};

enum class Mode {
  Normal,
  Destroy,      // delete everything
  RefreshOnly,  // update the state from the service
  ImportOnly    // only imports
};

// In the order of the enumerators.
inline constexpr std::array<std::string_view, 4> kModeNames = {"normal", "destroy", "refresh-only",
                                                               "import-only"};
inline constexpr std::array<std::string_view, 4> kDriftNames = {"changed", "binned", "gone", "recovered"};

struct PlanOptions {
  Mode mode = Mode::Normal;
  std::set<base::Address> targets = {};       // only these and their dependencies; empty: all
  std::set<base::Address> replace = {};       // to replace
  bool skip_trash = false;                    // all deletes are permanent
  bool allow_duplicate = false;               // create despite an unmanaged one of that name
  bool send_secrets = false;                  // also those that cannot be compared
  std::set<std::string> ignored_checks = {};  // lint checks

  bool operator==(const PlanOptions&) const = default;
};

struct Plan {
  PlanOptions options;
  std::vector<Change> changes;  // in the order of execution
  std::vector<Drift> drift;
  std::vector<OutputChange> outputs;
  std::vector<base::Address> unverified_secrets;  // recorded as given, but not sent
  std::set<base::Address> left_alone;             // not covered: their state stays
  std::set<base::Address> undecided;              // of those: creates in doubt
  std::int64_t unchanged = 0;                     // resources
  std::vector<Warning> warnings;                  // those of a check are neighbours
  std::string refusal;                            // by a limit; "": the plan can be applied

  bool is_empty() const;
  std::int64_t count(Action action) const;
  std::int64_t count_warnings() const;

  bool operator==(const Plan&) const = default;
};

// Those of the diagnostics, without errors and notes. Strings that contain an external id are replaced.
std::vector<Warning> warnings_of(const base::Diags& diags, const std::set<std::string>& external_ids);

// How many changes have an action. Permanent deletes are counted apart from the others.
struct ActionCount {
  std::int64_t n = 0;
  std::string action;     // "update", "delete FOR GOOD", ...
  bool is_usual = false;  // create, update, undelete and delete
  bool destroys = false;
};
std::vector<ActionCount> action_counts(const Plan& plan);

// "1 to create, 2 to update, 0 to undelete, 0 to delete": these always, other actions when not zero.
std::string summary(const Plan& plan);

}  // namespace waveform::planner
