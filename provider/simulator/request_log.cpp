#include "provider/simulator/request_log.h"

#include "provider/simulator/csp.h"

namespace waveform::provider::simulator {
namespace {

constexpr std::size_t kLongest = 100'000;

}  // namespace

void RequestLog::note(const CallMatch& match, const http::Request& request, const http::Target& target,
                      int status, std::int64_t epoch_millis, base::Millis held) {
  const bool authenticates = Csp::serves(target.path);
  const bool reads = request.method == "GET" || request.method == "HEAD" || authenticates;
  const bool write = match.row ? match.row->write : !reads;
  const std::string call(match.row ? match.row->name : authenticates ? "csp-authorize" : "");
  // An external id is a secret and is removed from the path.
  const std::size_t id_place = target.path.find("/awsExternalId/");
  const std::size_t start = request.url.find(target.path);
  std::string path = id_place != std::string::npos ? target.path.substr(0, id_place + 15) + "*"
                     : start == std::string::npos  ? target.path
                                                   : request.url.substr(start);
  entries_.push_back(
      {request.method, std::move(path), call, status, write, epoch_millis, epoch_millis + held.count()});
  if (entries_.size() > kLongest) entries_.pop_front();
  ++counters_.requests;
  ++(write ? counters_.writes : counters_.reads);
  ++counters_.by_call[call];
}

void RequestLog::clear() {
  entries_.clear();
  counters_ = {};
}

}  // namespace waveform::provider::simulator
