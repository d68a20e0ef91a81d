// Others who work on the same tenant: they create integrations before, between and during the runs, and edit
// and delete those that the manifest manages.
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

// What an integration that others created has in common with one of the manifest.
enum class Kin {
  Twin,         // equal, and created by the account of the runs
  OthersTwin,   // equal
  SameName,     // and another refresh rate
  SameAccount,  // and another name
  None
};

struct Stranger {
  std::string id;
  Kin kin = Kin::None;
  std::string name;
  bool may_be_taken = false;  // for what a run created: nothing tells them apart
  base::Value updated = {};   // its last change by someone else; null: none since it was created
};

// Of a managed integration, while no run went on.
struct Edit {
  std::string label;
  std::string address;
  std::string id;
  bool is_delete = false;  // to the recycle bin; otherwise of the refresh rate
  int rate = 0;
  bool has_to_stay = false;  // the manifest does not set the refresh rate, and the state does not own it
};

class Others {
 public:
  // `hidden`: the service does not say who created an integration.
  Others(Tenant& tenant, const Fleet& fleet, Findings& findings, Reached& reached, bool hidden);

  // What they do depends on what became of the runs, so their draws are their own, and new for each stage.
  void begin_stage(unsigned seed) { dice_ = Dice(seed); }
  bool are_at_work() { return dice_.coin(); }

  // Equal to what is wanted, but older than the state.
  void create_before();
  // While the stage's runs go on, at requests that are drawn.
  void create_later(int stage);
  // Now, like creates that are in doubt.
  void create_beside(const Leftovers& left);
  // Edits or deletes some now.
  void edit(const Leftovers& left);

  // Notes which equal integrations a run may have taken for its own. State and journal `before` and `after`
  // it.
  void watch(const Leftovers& before, const Leftovers& after, const std::string& output);
  // Counts doubts that are left to a person by their kinds, each once.
  void classify(const std::vector<Doubt>& doubts);
  // The run's own creations that have this name and that no address of these manages.
  std::vector<std::string> own_unmanaged(const std::string& name, const Ids& managed) const;

  // What has not been created by now will not be.
  void create_no_more();
  // After the audit: `left_over` are ids that nothing manages, since strangers were taken for them.
  void end_stage(const Ids& managed, const std::vector<std::string>& left_over);

  const std::vector<Stranger>& strangers() const { return strangers_; }
  const std::vector<Edit>& edits() const { return edits_; }  // of all stages
  // Of the refresh rate. One before `first` need not stay.
  std::optional<Edit> rate_edit(const std::string& label, std::size_t first) const;
  // Edits and deletes from `first` on are still in the service.
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
