// The plan of a run, as a value: made by the planner, printed by the renderers, executed by the applier. It
// contains no secret: a null that is marked Sensitive stands for one.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/value.h"
#include "planner/plan/change.h"

namespace waveform::planner {

// What was changed outside of waveform since the state was written.
struct Drift {
  enum class Kind { Changed, Binned, Gone, Recovered };
  base::Address address;
  std::string id;
  Kind kind = Kind::Changed;
  std::vector<AttributeChange> attributes;
  std::string who;  // "" when the service does not tell
  std::int64_t when_epoch_millis = 0;

  bool operator==(const Drift&) const = default;
};

struct OutputChange {
  std::string name;
  base::Value before;  // null: new
  base::Value after;   // null: removed; a null marked Sensitive: not shown

  bool operator==(const OutputChange&) const = default;
};

enum class Mode {
  Normal,
  Destroy,      // nothing is wanted
  RefreshOnly,  // what the service has is taken into the state, nothing is changed
  ImportOnly    // what is to be imported, and nothing else
};

// As every format writes them, by the enumerators' order.
inline constexpr std::array<std::string_view, 4> kModeNames = {"normal", "destroy", "refresh-only",
                                                               "import-only"};
inline constexpr std::array<std::string_view, 4> kDriftNames = {"changed", "binned", "gone", "recovered"};

// What was asked for.
struct PlanOptions {
  Mode mode = Mode::Normal;
  std::set<base::Address> targets = {};       // these and what they need, nothing else; empty: everything
  std::set<base::Address> replace = {};       // these are made anew
  bool skip_trash = false;                    // every delete is for good
  bool allow_duplicate = false;               // make an integration although an unmanaged one looks the same
  bool send_secrets = false;                  // send secrets that cannot be compared
  std::set<std::string> ignored_checks = {};  // of the domain

  bool operator==(const PlanOptions&) const = default;
};

struct Plan {
  PlanOptions options;
  std::vector<Change> changes;  // in the order of execution: none before what it needs
  std::vector<Drift> drift;
  std::vector<OutputChange> outputs;
  std::vector<base::Address> unverified_secrets;  // recorded as given, unsent, when the plan is applied
  std::set<base::Address> left_alone;             // no part of this plan: what the state has of them stays
  std::set<base::Address> undecided;              // of those: creates in doubt that a person has to decide
  std::int64_t unchanged = 0;                     // resources of which nothing changes

  bool is_empty() const;
  std::int64_t count(Action action) const;

  bool operator==(const Plan&) const = default;
};

// "1 to create, 2 to update, 0 to delete": create, update, undelete and delete always, the others when not
// zero.
std::string summary(const Plan& plan);

}  // namespace waveform::planner
