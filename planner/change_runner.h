// Carries out one change: the calls, their journal entries, and what the state keeps of it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "planner/applier.h"
#include "planner/crew.h"
#include "planner/lost_creates.h"
#include "planner/turn.h"

namespace waveform::planner {

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
  std::map<std::string, base::Millis> seen = {};  // ids, and when this run last knew that they are there
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
    base::Value body;        // as the service has it now
    state::Resource record;  // as the state has it now
  };
  using Send = std::function<base::Result<base::Value>()>;
  using Check = std::function<bool(const base::Value& body)>;

  base::Result<void> create();
  base::Result<base::Value> make(const base::Value::Map& desired);
  base::Result<base::Value> find_lost(const base::Error& lost, std::int64_t intent);
  base::Result<void> create_external_id();
  base::Result<void> change_existing();
  base::Result<void> undelete(Existing& existing);
  base::Result<void> update(Existing& existing);
  base::Result<void> enable(Existing& existing, bool on);
  base::Result<void> remove();
  base::Result<std::int64_t> remove_for_certain(const std::function<base::Result<bool>()>& is_gone,
                                                const std::function<base::Result<void>()>& send);
  base::Result<void> remove_external_id();
  base::Result<void> replace(bool external_id);
  base::Result<void> import();
  base::Result<void> forget();

  base::Result<void> check_external_id(const base::Value::Map& desired);
  base::Result<base::Value> look(const std::string& id);
  base::Result<base::Value> make_so(const std::string& id, const Send& send, const Check& is_done,
                                    const std::string& fingerprint = {});
  bool was_seen_lately(const std::string& id) const;
  bool pause(base::Millis time, const char* why);

  state::Intent intent_of(Action action, const std::string& id) const;
  // Writes an intent down: the call may be made.
  base::Result<std::int64_t> begin(const state::Intent& intent);
  base::Result<void> commit();
  tl::unexpected<base::Error> not_done(std::int64_t seq, const base::Error& error);
  void finish(std::int64_t seq, Action action, state::Mutation mutation);
  // One step on an existing integration is done; `last`: all that the manifest wants is in the service now.
  void finish_step(std::int64_t seq, Action action, Existing& existing, bool last);
  // Something was done that needs no call: the state alone tells of it.
  void remember(Action action, state::Mutation mutation);
  void tell_done(Action action, const std::string& id);

  base::Result<base::Value::Map> evaluate() const;
  state::Resource record_of(const base::Value& body, const base::Value::Map& desired,
                            const state::Resource* old) const;
  state::Resource imported_record(const base::Value::Map& attributes, const base::Value::Map& desired) const;

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

// What the state keeps of a resource of the manifest that is as it should be.
state::Resource settled_record(const PlanInput& input, const base::Address& address,
                               const ResourceBlock& block, const std::string& id,
                               const base::Value::Map& attributes, const base::Value::Map& desired,
                               const state::Resource* old);

}  // namespace waveform::planner
