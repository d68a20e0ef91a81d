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
  return session.fail(
      {base::ErrorKind::Locked, lock.error().message,
       "That run is alive: the lock of a run that has ended is gone with it, however it ended. "
       "Wait for it (-lock-timeout=5m), or end that process; the next run takes up what it "
       "did."});
}

}  // namespace

Command force_unlock() {
  return {
      "force-unlock",
      "force-unlock [flags] [LOCK_ID]",
      "Tell who holds the state; there is never a lock to force.",
      "The lock of a local state is the operating system's and ends with the run that holds it, so none is "
      "ever left behind.",
      {state_file_flag()},
      1,
      run_force_unlock,
      {{"Who holds the state?", "waveform force-unlock"}}};
}

}  // namespace waveform::cmd::commands
