#include "provider/simulator/outcome.h"

#include <fmt/format.h>

#include "base/json.h"

namespace waveform::provider::simulator {

using base::Value;

namespace {

// A proxy between client and service returns its own pages.
http::Response page(int status) {
  return {
      status,
      {{"Content-Type", "text/html"}},
      fmt::format("<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
                  "</body>\r\n</html>\r\n",
                  status)};
}

}  // namespace

http::Response envelope(int status, const Value& response, const std::string& message) {
  const bool good = status < 400;
  const Value body(Value::Map{
      {"status", Value::Map{{"result", good ? "OK" : "ERROR"}, {"message", message}, {"code", status}}},
      {"response", response}});
  return {status, {{"Content-Type", "application/json"}}, base::write_json(body)};
}

http::Response refusal(int status, const std::string& message) {
  if (status == 429) return {429, {{"Content-Type", "text/plain"}}, "Too many requests"};
  return envelope(status, {}, message);
}

void spoil(const Fault& fault, const Options& options, Outcome& outcome) {
  switch (fault.kind->strike) {
    case Strike::Status:
      outcome.response = refusal(fault.status, fmt::format("Injected fault: {}", fault.spec));
      break;
    case Strike::Page:
      outcome.response = page(fault.status);
      break;
    case Strike::Garbage:
      outcome.response = {200, {{"Content-Type", "application/json"}}, "{\"status\": \x01\xff<!-- cut"};
      break;
    case Strike::CutHead:
      outcome.arrival = Arrival::HalfHead;
      break;
    case Strike::CutBody:
      outcome.arrival = Arrival::HalfBody;
      break;
    case Strike::Slow:
      outcome.trickle = fault.duration;
      break;
    case Strike::Hang:
      outcome.delay = options.hang;
      outcome.arrival = Arrival::Nothing;
      break;
    case Strike::Drop:
      outcome.arrival = Arrival::Nothing;
      break;
    case Strike::Delay:
    case Strike::Stale:
      break;
  }
}

}  // namespace waveform::provider::simulator
