// Carries out one change: the calls, their journal entries, and what the state keeps of it.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "planner/applier.h"

namespace waveform::planner {

class ChangeRunner {
 public:
  ChangeRunner(const ApplyContext& context, const PlanOptions& options)
      : context_(context), options_(options) {}

  // ERRORS: of the world; the state is as true as it can be in every case.
  base::Result<void> run(const Change& change);
  // The journal cannot be written any more: nothing may be started.
  bool broken() const { return broken_; }
  const std::map<Action, std::int64_t>& done() const { return done_; }

 private:
  // An integration that exists, while it is worked on.
  struct Existing {
    const Change& change;
    const ResourceBlock& block;
    base::Value::Map desired;
    base::Value body;        // as the service has it now
    state::Resource record;  // as the state has it now
  };
  using Check = std::function<bool(const base::Value& body)>;

  base::Result<void> create(const Change& change, const ResourceBlock& block);
  base::Result<void> create_external_id(const Change& change, const ResourceBlock& block);
  base::Result<void> change_existing(const Change& change, const ResourceBlock& block);
  base::Result<void> undelete(Existing& existing);
  base::Result<void> update(Existing& existing);
  base::Result<void> enable(Existing& existing, bool on);
  base::Result<void> remove(const Change& change);
  base::Result<void> remove_external_id(const Change& change);
  base::Result<void> replace(const Change& change, const ResourceBlock& block, bool external_id);
  base::Result<void> import(const Change& change, const ResourceBlock& block);
  base::Result<void> forget(const Change& change);

  base::Result<void> check_external_id(const base::Value::Map& desired);
  base::Result<base::Value> look_again(const std::string& id, const base::Error& lost, const Check& is_done);

  base::Result<std::int64_t> intent(const state::Intent& intent);
  state::Intent intent_of(Action action, const Change& change) const;
  base::Result<void> not_done(std::int64_t seq, const base::Error& error);
  base::Result<void> finish(std::int64_t seq, Action action, const Change& change, state::Mutation mutation);
  state::Resource imported_record(const Change& change, const ResourceBlock& block,
                                  const base::Value::Map& attributes, const base::Value::Map& desired) const;
  // Something was done that needs no call: the state alone tells of it.
  void remember(const Change& change, Action action, state::Mutation mutation);
  void tell_done(const Change& change, Action action);
  // One step on an existing integration is done; `last`: all that the manifest wants is in the service now.
  base::Result<void> finish_step(std::int64_t seq, Action action, Existing& existing, bool last);

  state::Resource record_of(const base::Address& address, const ResourceBlock& block, const base::Value& body,
                            const base::Value::Map& desired, const state::Resource* old) const;
  base::Result<base::Value::Map> evaluate(const Change& change) const;

  const ApplyContext& context_;
  const PlanOptions& options_;
  bool broken_ = false;
  base::Millis started_{0};
  std::map<Action, std::int64_t> done_;
  std::map<std::string, base::Result<void>> checked_external_ids_;
};

// The error of a change whose resource is no longer what the plan saw.
base::Result<void> changed_since(const std::string& what);

// What the state keeps of a resource of the manifest that is as it should be.
state::Resource settled_record(const PlanInput& input, const base::Address& address,
                               const ResourceBlock& block, const std::string& id,
                               const base::Value::Map& attributes, const base::Value::Map& desired,
                               const state::Resource* old);

}  // namespace waveform::planner
