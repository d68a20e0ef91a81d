#include <fmt/format.h>

#include "cmd/commands/commands.h"
#include "cmd/state_access.h"

namespace waveform::cmd::commands {

namespace {

int run_force_unlock(Session& session) {
  auto backend = open_backend(session);
  auto lock = backend->lock("force-unlock");
  if (lock) {
    session.print(fmt::format("The state {} is not locked.\n", backend->name()));
    return kDone;
  }
  if (lock.error().kind != base::ErrorKind::Locked) return session.fail(lock.error());
  return session.fail({base::ErrorKind::Locked, lock.error().message,
                       "That run is still active: a lock never outlives its run. Wait for it "
                       "(-lock-timeout=5m), or end that process; the next run continues what it "
                       "did."});
}

}  // namespace

Command force_unlock() {
  return {"force-unlock",
          "force-unlock [flags] [LOCK_ID]",
          "Show who holds the lock of the state; it never has to be forced.",
          "The operating system releases the lock of a local state when the run that holds it ends, so a "
          "stale lock cannot exist.",
          {state_file_flag()},
          1,
          run_force_unlock,
          {{"Show who holds the lock", "waveform force-unlock"}}};
}

}  // namespace waveform::cmd::commands
