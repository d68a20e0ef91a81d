// The calls of one change: reads before each, its declaration, its result.
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
  std::string fingerprint = {};       // required right before every attempt; "": any
  std::optional<bool> in_trash = {};  // likewise
  Send send;
  std::function<base::Value(const base::Value& read)> make_body = {};  // of the request
  std::function<bool(const base::Value& body)> is_done;                // the body shows the effect
  bool is_delete = false;  // done when it is gone; never sent twice at a time
  bool for_good = false;   // a permanent delete
};

// A call that returns no body.
ChangeCall::Send without_body(std::function<base::Result<void>(const provider::Check& check)> send);

// The error of a change whose resource has changed since the plan.
tl::unexpected<base::Error> changed_since(const std::string& what);
tl::unexpected<base::Error> edited();

struct CallOutcome {
  base::Result<base::Value> response;  // null: no body, or only the effect was read
  base::Value seen = {};               // the last read; null: it is gone
  bool may_be_done = false;            // of an error: an attempt may take or have taken effect
};

// Used by one worker.
class CallRunner {
 public:
  CallRunner(ApplyRun& of, const Change& that);

  ApplyRun& run;
  const ApplyContext& context;  // of the run
  const Change& change;
  const Instance* const instance;            // null: not in the manifest
  const provider::ResourceType* const type;  // null: not in the tables

  template <typename Call>
  auto unlocked(const Call& call) REQUIRES(apply_lock) {
    return context.lock.while_unlocked(call);
  }
  // Parks the change and shows why. Returns false when the run was interrupted.
  bool pause(base::Millis time, const char* why) REQUIRES(apply_lock);
  // Reads an integration, again while it may lag.
  base::Result<base::Value> get(const std::string& id) REQUIRES(apply_lock);
  // Sends the call until its effect is certain. Before every attempt, the integration is read and must be as
  // the call expects.
  CallOutcome perform(const ChangeCall& call) REQUIRES(apply_lock);

  // Declares a call, on disk: it may be sent.
  base::Result<std::int64_t> declare(state::Declaration declaration) REQUIRES(apply_lock);
  base::Result<std::int64_t> declare(state::OpenCall::Kind kind, std::optional<state::Resource> resource = {})
      REQUIRES(apply_lock);
  base::Result<void> commit() REQUIRES(apply_lock);
  // Returns the error of a call; restores the state entry unless it may be done.
  tl::unexpected<base::Error> not_done(std::int64_t seq, const base::Error& error, bool may_be_done)
      REQUIRES(apply_lock);
  // Records the result of a call. It need not be on disk: without it, the next run finds the effect; except
  // of an external id (change_create.cpp).
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
