#include "cmd/state_access.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/file.h"
#include "state/backend/local.h"

namespace waveform::cmd {

using base::ErrorKind;
using base::Result;

namespace {

std::string user_name() {
  const passwd* entry = getpwuid(getuid());
  return entry != nullptr ? entry->pw_name : "user " + std::to_string(getuid());
}

// The lock's holder, for other runs to read.
std::string lock_holder(Session& session) {
  char host[256] = "unknown host";
  gethostname(host, sizeof host - 1);
  std::string user = user_name();
  return fmt::format("{} on {}, process {}, since {}\n", user, host, getpid(),
                     base::utc_text(session.process().clock.now_epoch_millis()));
}

// Equal for runs that a lock on a local file excludes.
std::string machine_name() {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  return base::sha256_hex(base::read_file("/etc/machine-id").value_or("") + host).substr(0, 16);
}

}  // namespace

std::unique_ptr<state::Backend> open_backend(Session& session) {
  return open_backend(session.arguments().text("state", kUsualState));
}

std::unique_ptr<state::Backend> open_backend(const std::string& file) {
  return std::make_unique<state::LocalBackend>(file);
}

Result<state::Writer> open_writer(Session& session, state::Backend& backend) {
  if (!session.arguments().on("lock", true))
    return base::fail(ErrorKind::Invalid, "-lock=false: this command writes the state and always locks it",
                      "Omit it. The lock ends with its run, so that it never has to be skipped; "
                      "-lock-timeout=5m waits for another run.");
  auto timeout = base::parse_duration(session.arguments().text("lock-timeout", "0s"));
  if (!timeout) return base::fail(timeout.error(), "-lock-timeout");
  auto& clock = session.process().clock;
  auto until = clock.steady() + *timeout;
  for (bool said = false;; said = true) {
    auto writer = state::Writer::open(backend, lock_holder(session), machine_name());
    bool wait = !writer && writer.error().kind == ErrorKind::Locked && clock.steady() < until;
    if (!wait) return writer;
    if (session.gives_up())
      return base::fail(ErrorKind::Interrupted, "interrupted while another run held the lock of the state",
                        "Nothing was changed.");
    if (!said) session.say(fmt::format("Waiting: {} …\n", writer.error().message));
    clock.sleep(base::Millis(200));
  }
}

}  // namespace waveform::cmd
