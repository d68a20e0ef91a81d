// What was asked of the simulator. Not for several threads.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "base/http/transport.h"
#include "base/http/url.h"
#include "provider/simulator/calls.h"

namespace waveform::provider::simulator {

// One request as it came in. Never a body, a header or an external id.
struct LogEntry {
  std::string method;
  std::string path;  // with its query
  std::string call;  // "create", "csp-authorize"; "" for what is neither the API nor CSP
  int status = 0;    // 0: no answer was given
  bool write = false;
  std::int64_t at_epoch_millis = 0;     // when it came in, by the machine's clock
  std::int64_t until_epoch_millis = 0;  // when its answer has left, or the connection was cut
};

struct Counters {
  std::int64_t requests = 0;
  std::int64_t reads = 0;
  std::int64_t writes = 0;
  std::map<std::string, std::int64_t> by_call;
};

class RequestLog {
 public:
  // At this time it came in, and for so long the connection was held.
  void note(const CallMatch& match, const http::Request& request, const http::Target& target, int status,
            std::int64_t epoch_millis, base::Millis held);
  void clear();

  std::vector<LogEntry> entries() const { return {entries_.begin(), entries_.end()}; }  // the last 100,000
  const Counters& counters() const { return counters_; }                                // of all

 private:
  std::deque<LogEntry> entries_;
  Counters counters_;
};

}  // namespace waveform::provider::simulator
