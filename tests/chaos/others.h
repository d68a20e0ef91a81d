// Other users of the same tenant. They create integrations before, between and during the runs, and edit and
// delete managed ones.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/value.h"
#include "tests/chaos/findings.h"
#include "tests/chaos/fleet.h"
#include "tests/chaos/leftovers.h"
#include "tests/chaos/reached.h"
#include "tests/support/tenant.h"

namespace waveform::test {

// What an integration of another user has in common with one of the manifest.
enum class Kin {
  Twin,         // equal, and created by the account of the runs
  OthersTwin,   // equal
  SameName,     // but another refresh rate
  SameAccount,  // but another name
  None
};

struct Stranger {
  std::string id;
  Kin kin = Kin::None;
  std::string name;
  bool may_be_taken = false;  // instead of the run's own: they cannot be told apart
  base::Value updated = {};   // its last change by another user; null: none since it was created
};

// An edit of a managed integration, between runs.
struct Edit {
  std::string label;
  std::string address;
  std::string id;
  bool is_delete = false;  // into the recycle bin; otherwise an edit of the refresh rate
  int rate = 0;
  bool has_to_stay = false;  // the manifest does not set the refresh rate, and the state does not own it
};

class Others {
 public:
  // `hidden`: the service does not return the creator of an integration.
  Others(Tenant& tenant, const Fleet& fleet, Findings& findings, Reached& reached, bool hidden);

  // Their actions depend on the results of the runs, so they have their own random draws in each stage.
  void begin_stage(unsigned seed) { dice_ = Dice(seed); }
  bool are_at_work() { return dice_.coin(); }

  // Equal to an integration in the manifest, but older than the state.
  void create_before();
  // During the runs of the stage, at random requests.
  void create_later(int stage);
  // Now, similar to creates in doubt.
  void create_beside(const Leftovers& left);
  // Edits or deletes some now.
  void edit(const Leftovers& left);

  // Records which equal integrations a run may have adopted. State and journal `before` and `after` it.
  void watch(const Leftovers& before, const Leftovers& after, const std::string& output);
  // Counts doubts that the user has to decide, each once, by kind.
  void classify(const std::vector<Doubt>& doubts);
  // The run's own creates with this name that no address of these manages.
  std::vector<std::string> own_unmanaged(const std::string& name, const Ids& managed) const;

  // Integrations that have not been created by now will not be created.
  void create_no_more();
  // After the audit: `left_over` are unmanaged ids, because those of other users were adopted instead.
  void end_stage(const Ids& managed, const std::vector<std::string>& left_over);

  const std::vector<Stranger>& strangers() const { return strangers_; }
  const std::vector<Edit>& edits() const { return edits_; }  // of all stages
  // Edits of the refresh rate. One before `first` may be overwritten.
  std::optional<Edit> rate_edit(const std::string& label, std::size_t first) const;
  // The edits and deletes from `first` on are still in the service.
  void expect_edits(std::size_t first);

 private:
  void add(const std::string& label, Kin kin, const std::string& when);
  base::Value body_like(const std::string& label, Kin kin) const;
  std::string external_id_of(const Wanted& wanted) const;
  const Stranger* find(const std::string& id) const;
  bool has_twin(const std::string& name) const;
  bool is_alike(const std::string& id) const;
  std::optional<Edit> draw_edit(const Leftovers& left);

  Dice dice_{0};
  Tenant& tenant_;
  const Fleet& fleet_;
  Findings& findings_;
  Reached& reached_;
  bool hidden_;
  std::vector<Stranger> strangers_;
  std::vector<Edit> edits_;
  std::set<std::string> classified_;  // addresses
  int made_ = 0;
};

}  // namespace waveform::test
