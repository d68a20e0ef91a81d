// Applies one change: the calls, their declarations, and what the state keeps of it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "planner/apply/apply_lock.h"
#include "planner/apply/context.h"
#include "planner/apply/lost_creates.h"
#include "planner/apply/worker_pool.h"

namespace waveform::planner {

// What this run knows of an integration that it saw or changed.
struct Sighting {
  base::Millis at{0};  // when it was last known to be there, by the clock's steady()
  std::string
      before_own_write;  // its fingerprint: an answer that shows it lags; "" when this run wrote nothing
};

// What the changes of one apply share. With the turn.
struct ApplyRun {
  const ApplyContext& context;
  const PlanOptions& options;
  Turn& turn;
  Crew* crew;
  LostCreates lost_creates;
  base::Diags& diags;
  std::string stopped = {};  // why nothing more may be begun; "" when it may
  std::map<Action, std::int64_t> done = {};
  std::map<std::string, std::optional<base::Result<void>>> external_ids = {};  // checked; none: being checked
  std::map<std::string, Sighting> seen = {};                                   // by id
};

// With the turn, which is given away while it waits.
class ChangeRunner {
 public:
  ChangeRunner(ApplyRun& run, const Change& change);

  // ERRORS: of the world; the state is as true as it can be in every case.
  base::Result<void> run();

 private:
  // How often a call whose answer is lost each time goes out.
  static constexpr int kMostAttempts = 10;

  // An integration that exists, while it is worked on.
  struct Existing {
    base::Value::Map desired;
    base::Value body;         // as the service has it now; null until it was seen
    std::string fingerprint;  // that it must have before the next call; "": any
    bool in_trash = false;    // likewise
    state::Resource record;   // as the state has it now
  };
  // One call that changes an integration.
  struct Step {
    std::string id;
    std::string fingerprint = {};       // that it must have right before every attempt; "": any
    std::optional<bool> in_trash = {};  // likewise
    std::function<base::Result<base::Value>(const provider::MakeBody& check)> send;
    std::function<base::Value(const base::Value& body)> make = {};  // what is sent, of what is there
    std::function<bool(const base::Value& body)> is_done;           // the body shows the effect
    bool is_delete = false;  // gone is done, too; not sent again while the one before may be under way
    bool for_good = false;   // of a delete
  };
  struct Outcome {
    base::Result<base::Value> answer;  // null where the service answers nothing, or its effect was seen
    base::Value seen = {};             // the integration as it was last looked at; null: it is gone
    bool may_be_done = false;          // of an error: an attempt may have taken effect, or may still do so
  };
  struct Attempt;

  base::Result<void> create();
  base::Result<base::Value> make(const base::Value::Map& desired);
  bool is_known(const std::string& id) const;
  base::Result<base::Value> find_lost(const base::Error& lost, std::int64_t seq);
  base::Result<void> create_external_id();
  base::Result<void> change_existing();
  base::Result<void> undelete(Existing& existing);
  base::Result<void> update(Existing& existing);
  base::Result<void> enable(Existing& existing, bool on);
  base::Result<void> remove();
  base::Result<void> remove_external_id();
  base::Result<void> replace(bool external_id);
  base::Result<void> import();
  base::Result<void> forget();

  base::Result<void> check_external_id(const base::Value::Map& desired);
  base::Result<base::Value> look(const std::string& id);
  // Sends until it is known what became of the call. What is seen right before every attempt has to be what
  // the step goes by; after a lost answer the service is looked at before anything is sent again.
  Outcome perform(const Step& step);
  Attempt attempt(const Step& step);
  bool fits(const Step& step, const base::Value& body) const;
  bool lags(const std::string& id, const base::Value& body) const;
  bool may_show_later(const std::string& id) const;
  bool pause(base::Millis time, const char* why);

  // Writes a declaration down: the call may be made.
  base::Result<std::int64_t> begin(state::Declaration declaration);
  base::Result<void> commit();
  state::Declaration declare_create(const base::Value& body, state::Resource expected) const;
  state::Declaration declare_update(const Existing& existing, const base::Value::Map& set,
                                    const std::set<std::string>& reset) const;
  // The error of a call; the entry is written back when it is certain that nothing happened.
  tl::unexpected<base::Error> not_done(std::int64_t seq, const base::Error& error, bool may_be_done);
  void finish(std::int64_t seq, Action action, state::Mutation mutation);
  // One step on an existing integration is done; `last`: all that the manifest wants is in the service now,
  // and these secrets were sent.
  void finish_step(std::int64_t seq, Action action, Existing& existing, bool last,
                   const std::set<std::string>& sent = {});
  // Something was done that needs no call: the state alone tells of it.
  void remember(Action action, state::Mutation mutation);
  void tell_done(Action action, const std::string& id);

  base::Result<base::Value::Map> evaluate() const;
  state::Resource record_of(const base::Value& body, const base::Value::Map& desired,
                            const state::Resource* old, const std::set<std::string>& sent) const;
  state::Resource imported_record(const base::Value::Map& attributes, const base::Value::Map& desired) const;
  const provider::ResourceType* type() const { return context_.input.catalog.find(change_.address.type); }

  // The turn is given away meanwhile.
  template <typename Call>
  auto call(Call&& call) {
    return run_.turn.without(std::forward<Call>(call));
  }

  ApplyRun& run_;
  const ApplyContext& context_;
  const Change& change_;
  const ResourceBlock* block_;  // null: what is taken away needs none
  base::Millis started_;
};

// The error of a change whose resource is no longer what the plan saw.
base::Result<void> changed_since(const std::string& what);

// What the state keeps of a resource of the manifest that is as it should be. `sent`: its secrets that were
// sent.
state::Resource settled_record(const PlanInput& input, const base::Address& address,
                               const ResourceBlock& block, const std::string& id,
                               const base::Value::Map& attributes, const base::Value::Map& desired,
                               const state::Resource* old, const std::set<std::string>& sent);
// The secrets among these.
std::set<std::string> secrets_of(const provider::ResourceType& type, const base::Value::Map& attributes);

}  // namespace waveform::planner
