// The calls of one change: what is read before each, what is declared, and what is written after it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/value.h"
#include "planner/apply/apply_lock.h"
#include "planner/apply/apply_run.h"
#include "planner/apply/context.h"
#include "planner/eval/instance.h"
#include "planner/plan/plan.h"
#include "provider/api.h"
#include "state/declarations.h"

namespace waveform::planner {

// How often a call is sent when its response is lost each time.
inline constexpr int kMostAttempts = 10;

// One call that changes an integration.
struct ChangeCall {
  using Send = std::function<base::Result<base::Value>(const provider::MakeBody& check)>;
  std::string id;
  std::string fingerprint = {};       // that it must have right before every attempt; "": any
  std::optional<bool> in_trash = {};  // likewise
  Send send;
  std::function<base::Value(const base::Value& read)> make_body = {};  // what is sent, from what was read
  std::function<bool(const base::Value& body)> is_done;                // the body shows the effect
  bool is_delete = false;  // done when it is gone; not sent again while an attempt may be under way
  bool for_good = false;   // of a delete
};

// A call that returns no body.
ChangeCall::Send without_body(std::function<base::Result<void>(const provider::Check& check)> send);

// The error of a change whose resource is no longer what the plan saw.
tl::unexpected<base::Error> changed_since(const std::string& what);
tl::unexpected<base::Error> edited();

struct CallOutcome {
  base::Result<base::Value> response;  // null where the service returns no body, or its effect was seen
  base::Value seen = {};               // the integration as it was last read; null: it is gone
  bool may_be_done = false;            // of an error: an attempt may have taken effect, or may still do so
};

// Used by one worker.
class CallRunner {
 public:
  CallRunner(ApplyRun& of, const Change& that);

  ApplyRun& run;
  const ApplyContext& context;  // of the run
  const Change& change;
  const Instance* const instance;            // null: a change that only takes away needs none
  const provider::ResourceType* const type;  // null: not in the tables

  // Releases the lock for a call of the service.
  template <typename Call>
  auto unlocked(const Call& call) REQUIRES(apply_lock) {
    return context.lock.while_unlocked(call);
  }
  // Parks the change and shows why. Returns false when the run was interrupted.
  bool pause(base::Millis time, const char* why) REQUIRES(apply_lock);
  // Reads an integration, again while it may lag.
  base::Result<base::Value> get(const std::string& id) REQUIRES(apply_lock);
  // Sends until it is known what became of the call. The integration that is read right before every attempt
  // has to be as the call expects; after a lost response it is read before the call is sent again.
  CallOutcome perform(const ChangeCall& call) REQUIRES(apply_lock);

  // Declares a call and writes the declaration to the disk: the call may be sent.
  base::Result<std::int64_t> declare(state::Declaration declaration) REQUIRES(apply_lock);
  base::Result<std::int64_t> declare(state::OpenCall::Kind kind, std::optional<state::Resource> resource = {})
      REQUIRES(apply_lock);
  base::Result<void> commit() REQUIRES(apply_lock);
  // Returns the error of a call; the state entry is as before when it is certain that nothing happened.
  tl::unexpected<base::Error> not_done(std::int64_t seq, const base::Error& error, bool may_be_done)
      REQUIRES(apply_lock);
  // Records the result of a call. It need not be on the disk: without it, the next run finds the effect. An
  // external id is the exception (external_ids.cpp).
  void finish(std::int64_t seq, Action action, state::Mutation mutation) REQUIRES(apply_lock);
  // Records an action that needs no call.
  void remember(Action action, state::Mutation mutation) REQUIRES(apply_lock);
  void report_done(Action action, const std::string& id) REQUIRES(apply_lock);

 private:
  struct Attempt;
  Attempt attempt(const ChangeCall& call) REQUIRES(apply_lock);
  bool fits(const ChangeCall& call, const base::Value& body) const;
  bool lags(const std::string& id, const base::Value& body) const REQUIRES(apply_lock);
  bool may_show_later(const std::string& id) const REQUIRES(apply_lock);

  base::Millis started_;  // the current action
};

}  // namespace waveform::planner
