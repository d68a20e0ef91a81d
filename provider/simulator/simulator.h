// A simulated service for tests, demos and dry runs, complete enough for other clients.
//
// In memory it is a Transport; server.h serves it on a local port. All functions are thread-safe. The clock
// belongs to the caller and must outlive the simulator (SystemClock for several threads).
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
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

  // In memory: delays sleep on the clock; an exchange without a complete response is InDoubt at once.
  base::Result<http::Response> send(const http::Request& request) override;
  // The same for a server that owns the connection; never waits.
  Outcome handle(const http::Request& request);
  // Applies calls that take effect late and are due. All accessors do that themselves; this is for the file
  // and for times of change while nothing accesses the simulator.
  void catch_up();

  // Edits in the console: edit(&Service::restore, id). ERRORS: NotFound; Invalid.
  template <typename Edit, typename... Given>
  auto edit(Edit made, const Given&... given) -> std::invoke_result_t<Edit, Service&, const Given&...> {
    const std::lock_guard lock(mutex_);
    perform_pending();
    auto result = std::invoke(made, service_, given...);
    if (const auto kept = save(); !kept) return base::fail(kept.error());
    return result;
  }
  // Puts an integration in directly, without checks, and returns its id.
  base::Result<std::string> add(const base::Value& body) { return edit(&Service::add, body); }
  base::Result<void> patch(const std::string& id, const base::Value& merge) {
    return edit(&Service::patch, id, merge);
  }
  base::Result<void> fail_credentials(const std::string& id, const std::string& why = kCredentialsMessage) {
    return edit(&Service::fail_credentials, id, why);
  }
  base::Result<void> trash(const std::string& id) { return edit(&Service::trash, id); }
  base::Result<void> purge(const std::string& id) { return edit(&Service::purge, id); }

  // Changes that a request triggers.
  base::Result<void> add_change(const base::Value& given);  // changes.h
  void clear_changes();
  base::Value changes() const;  // as given, with the number of runs, and why it had no effect

  void expire_access_tokens();  // those of CSP

  base::Result<void> add_fault(std::string_view spec);  // fault.h
  void clear_faults();
  std::vector<std::string> faults() const;

  std::vector<LogEntry> log() const;  // the last 100,000
  Counters counters() const;          // since the last clear_log()
  void clear_log();

  base::Value options() const { return write_options(options_); }  // without the token

  // The whole content, including secrets (for its form see store.h).
  base::Value dump();
  base::Result<void> load(const base::Value& data) { return edit(&Service::load, data); }
  // Loads the file if it exists, and rewrites it after every further change.
  base::Result<void> keep_in(const base::Path& file);

 private:
  struct Decision;
  struct Pending {
    base::Millis due;  // by the steady clock
    http::Request request;
  };
  Decision decide(const CallMatch& match, std::string_view method, std::string_view path);
  Outcome perform(const CallMatch& match, const http::Request& request, const http::Target& target);
  void strike_changes(bool after, const CallMatch& match, std::string_view method, std::string_view path);
  void perform_pending();
  double draw(When when);
  base::Millis draw_latency();
  http::Response answer(const CallMatch& match, const http::Request& request, const http::Target& target,
                        const Store* seen, bool& hang);
  http::Response answer_call(const CallMatch& match, const http::Request& request, const http::Target& target,
                             const Store* seen, bool& hang);
  bool is_throttled();
  bool lets_in(const http::Request& request);
  base::Result<void> save();
  base::Clock& clock_;
  const Options options_;
  mutable std::mutex mutex_;  // guards all members below
  Service service_;
  Csp csp_;
  std::vector<Fault> faults_;
  std::vector<Change> changes_;
  std::vector<Pending> pending_;  // calls that take effect late
  Past past_;                     // for lagging reads
  std::mt19937_64 chance_;
  RequestLog log_;
  base::Millis window_{-1};  // the second in which requests are counted for the rate limit
  std::int64_t in_window_ = 0;
  std::optional<base::Path> file_;
  std::uint64_t saved_ = 0;  // the generation of the store in the file
};

}  // namespace waveform::provider::simulator
