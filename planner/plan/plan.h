// What will be done, as a value: made by the planner, printed by the renderers, carried out by the applier.
// It holds no secret: in the place of one stands a null that is marked Sensitive.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/value.h"

namespace waveform::planner {

// Replace: delete, then create; only when it was asked for.
enum class Action { Create, Update, Replace, Delete, Undelete, Enable, Disable, Import, Forget, Move };
inline constexpr int kActions = 10;

// "create", "update", ...
std::string_view action_name(Action action);
std::optional<Action> find_action(std::string_view name);

struct AttributeChange {
  enum class Kind {
    Set,    // to `after`
    Reset,  // left the manifest, goes back to the service's default: `after` is that, or null when it is not
            // known
  };
  std::string name;
  Kind kind = Kind::Set;
  base::Value before;   // null: absent
  base::Value after;    // may be unknown
  bool secret = false;  // only that it changes is known
  bool unordered = false;
  bool left_alone = false;  // of drift: the manifest does not say it, so it stays

  bool operator==(const AttributeChange&) const = default;
};

struct Change {
  base::Address address;
  std::optional<base::Address> previous_address = {};  // of a move
  std::string title;                                   // of the type, for people
  std::string id;                                      // "" for a create
  std::vector<Action> actions;                         // in the order of their execution; never empty
  std::string reason;  // why, in words; may be empty when the attributes say it all
  std::vector<AttributeChange> attributes;
  std::vector<std::string> notes;     // what to know before the plan is approved
  std::vector<std::string> warnings;  // the same, shown in every format, however short
  std::string fingerprint;            // of what was seen; "" when nothing was
  bool skip_trash = false;            // a delete is for good
  std::vector<base::Address> after;   // changes of this plan that must be done before

  bool has(Action action) const;
  // Something is taken away: a delete or a replace.
  bool destroys() const { return has(Action::Delete) || has(Action::Replace); }
  // Something is written to the service, not to the state alone.
  bool writes() const;
  // The actions go together in this order, and only what is taken away skips the recycle bin.
  bool is_possible() const;

  bool operator==(const Change&) const = default;
};

// What somebody else changed since the state was written.
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
