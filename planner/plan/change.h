// The planned change of one resource, as a value. A secret is a null marked Sensitive.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/value.h"

namespace waveform::planner {

// Replace: delete, then create; only with -replace.
enum class Action { Create, Update, Replace, Delete, Undelete, Enable, Disable, Import, Forget, Move };
inline constexpr int kActions = 10;

std::string_view action_name(Action action);

// Why the manifest does not have the resource any more.
enum class Unwanted {
  Block,       // it has no such block, or everything is destroyed
  Key,         // for_each has no such key
  Index,       // beyond count
  Repetition,  // for_each or count was added or removed
};
inline constexpr std::array<std::string_view, 4> kUnwantedNames = {"block", "key", "index", "repetition"};

struct AttributeChange {
  enum class Kind {
    Set,    // to `after`
    Reset,  // removed from the manifest: to the service's default, `after`, null when unknown
  };
  std::string name;
  Kind kind = Kind::Set;
  base::Value before;   // null: absent
  base::Value after;    // may be unknown
  bool secret = false;  // the values are not shown
  bool unordered = false;
  bool left_alone = false;  // of drift: not in the manifest, so it stays
  bool identifies = false;  // the name or the account: which integration it is

  bool operator==(const AttributeChange&) const = default;
};

struct Change {
  base::Address address;
  std::optional<base::Address> previous_address = {};  // of a move
  std::string title;                                   // of the type
  std::string id;                                      // "" for a create
  std::vector<Action> actions;                         // in the order of their execution; never empty
  std::string reason;                                  // may be empty when the attributes show it
  std::vector<AttributeChange> attributes;
  std::vector<std::string> notes;       // to read before approval
  std::vector<std::string> warnings;    // the same, shown in every format
  std::string fingerprint;              // of the integration as read; "": not read
  bool skip_trash = false;              // a delete is permanent
  std::vector<base::Address> after;     // changes that must be done before
  Unwanted unwanted = Unwanted::Block;  // of a delete or forget

  bool has(Action action) const;
  bool destroys() const { return has(Action::Delete) || has(Action::Replace); }
  // Has an effect on the service, not only on the state.
  bool writes() const;
  // These actions are possible in this order, and only a change that destroys has skip_trash.
  bool is_possible() const;

  bool operator==(const Change&) const = default;
};

}  // namespace waveform::planner
