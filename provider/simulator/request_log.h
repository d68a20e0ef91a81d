// The log of requests to the simulator. Not thread-safe.
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

// One request. Never contains a body, a header or an external id.
struct LogEntry {
  std::string method;
  std::string path;  // including the query
  std::string call;  // "create", "csp-authorize"; "" for paths of neither the API nor CSP
  int status = 0;    // 0: no response
  bool write = false;
  std::int64_t at_epoch_millis = 0;     // when it arrived, by the machine's clock
  std::int64_t until_epoch_millis = 0;  // when the response was sent, or the connection was cut
};

struct Counters {
  std::int64_t requests = 0;
  std::int64_t reads = 0;
  std::int64_t writes = 0;
  std::map<std::string, std::int64_t> by_call;
};

class RequestLog {
 public:
  // When the request arrived, and how long the connection was held.
  void note(const CallMatch& match, const http::Request& request, const http::Target& target, int status,
            std::int64_t epoch_millis, base::Millis held);
  void clear();

  std::vector<LogEntry> entries() const { return {entries_.begin(), entries_.end()}; }  // the last 100,000
  const Counters& counters() const { return counters_; }                                // of all requests

 private:
  std::deque<LogEntry> entries_;
  Counters counters_;
};

}  // namespace waveform::provider::simulator
