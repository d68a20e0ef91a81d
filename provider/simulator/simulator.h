// A stand-in for the service: for tests, demos and dry runs, and good enough for other people's clients.
//
// In memory it is a Transport; server.h puts it behind a loopback port. Everything here is safe from any
// thread; the clock belongs to the caller and outlives the simulator (with several threads: SystemClock).
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/http/transport.h"
#include "provider/simulator/changes.h"
#include "provider/simulator/csp.h"
#include "provider/simulator/fault.h"
#include "provider/simulator/options.h"
#include "provider/simulator/outcome.h"
#include "provider/simulator/past.h"
#include "provider/simulator/request_log.h"
#include "provider/simulator/service.h"

namespace waveform::provider::simulator {

class Simulator final : public http::Transport {
 public:
  explicit Simulator(base::Clock& clock, Options options = {});

  // In memory: a delay is slept on the clock; an exchange without a whole answer is InDoubt at once.
  base::Result<http::Response> send(const http::Request& request) override;
  // The same for the owner of the connection; never waits.
  Outcome handle(const http::Request& request);
  // Carries out what has come due of calls that take effect late. Whoever looks at the simulator sees that
  // done; this is for what nobody looks at: times, and the file.
  void catch_up();

  // Somebody in the console. ERRORS: NotFound; Invalid.
  base::Result<std::string> add(const base::Value& body);  // directly, unchecked; the answer is the id
  base::Result<void> patch(const std::string& id, const base::Value& merge);  // RFC 7396
  base::Result<void> fail_credentials(const std::string& id,
                                      const std::string& message = kCredentialsMessage);
  base::Result<void> trash(const std::string& id);
  base::Result<void> restore(const std::string& id);
  base::Result<void> purge(const std::string& id);
  base::Result<void> expire_external_id(const std::string& id);
  base::Result<void> add_external_id(const base::Value& value);  // as in a data file; new by default

  base::Result<base::Value> make_change(const ChangeKind& kind, const std::string& id,
                                        const base::Value& with);

  // What waits for a request to strike at.
  base::Result<void> add_change(const base::Value& given);  // changes.h
  void clear_changes();
  base::Value changes() const;  // as given, with how often each struck, and why it did nothing

  void expire_access_tokens();  // those of CSP

  base::Result<void> add_fault(std::string_view spec);  // fault.h
  void clear_faults();
  std::vector<std::string> faults() const;

  std::vector<LogEntry> log() const;  // the last 100,000
  Counters counters() const;          // since the last clear_log()
  void clear_log();

  base::Value options() const { return write_options(options_); }  // not the token

  // Everything it holds, secrets included (the form: store.h).
  base::Value dump();
  base::Result<void> load(const base::Value& data);
  // Loads the file when there is one, and rewrites it after every change from now on.
  base::Result<void> keep_in(const base::Path& file);

 private:
  struct Decision;
  struct Pending {
    base::Millis due;  // by the steady clock
    http::Request request;
  };
  Decision decide(const CallMatch& match, std::string_view method, std::string_view path);
  Outcome carry_out(const CallMatch& match, const http::Request& request, const http::Target& target);
  void strike_changes(bool after, const CallMatch& match, std::string_view method, std::string_view path);
  void carry_out_pending();
  double draw(When when);
  base::Millis draw_latency();
  http::Response answer(const CallMatch& match, const http::Request& request, const http::Target& target,
                        const Store* seen, bool& hang);
  http::Response answer_call(const CallMatch& match, const http::Request& request, const http::Target& target,
                             const Store* seen, bool& hang);
  bool is_throttled();
  bool lets_in(const http::Request& request);
  base::Result<void> save();
  template <typename Change>
  auto changed(Change change) -> decltype(change());

  base::Clock& clock_;
  const Options options_;
  mutable std::mutex mutex_;  // guards all below
  Service service_;
  Csp csp_;
  std::vector<Fault> faults_;
  std::vector<Change> changes_;
  std::vector<Pending> pending_;  // calls that take effect late
  Past past_;                     // for faults that show it
  std::mt19937_64 chance_;
  RequestLog log_;
  base::Millis window_{-1};  // the second in which requests are counted for the rate limit
  std::int64_t in_window_ = 0;
  std::optional<base::Path> file_;
  std::uint64_t saved_ = 0;  // the store's generation in the file
};

}  // namespace waveform::provider::simulator
