// What is done to one resource, as a value. It contains no secret: a null that is marked Sensitive stands for
// one.
#pragma once

#include <optional>
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

}  // namespace waveform::planner
