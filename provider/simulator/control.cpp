#include "provider/simulator/control.h"

#include <string>
#include <string_view>
#include <vector>

#include "base/http/url.h"
#include "base/json.h"
#include "base/text.h"
#include "provider/simulator/changes.h"

namespace waveform::provider::simulator {
namespace {

using base::ErrorKind;
using base::Result;
using base::Value;

constexpr const char* kNoEndpoint = "the simulator has no such endpoint";

Result<Value> log_of(Simulator& simulator, const Value&) {
  Value::List entries;
  for (const LogEntry& entry : simulator.log()) {
    entries.emplace_back(Value::Map{{"method", entry.method},
                                    {"path", entry.path},
                                    {"call", entry.call},
                                    {"status", entry.status},
                                    {"write", entry.write},
                                    {"atEpochMillis", entry.at_epoch_millis},
                                    {"untilEpochMillis", entry.until_epoch_millis}});
  }
  return Value(std::move(entries));
}

Result<Value> counters_of(Simulator& simulator, const Value&) {
  const Counters counters = simulator.counters();
  Value::Map by_call;
  for (const auto& [call, count] : counters.by_call) by_call[call] = count;
  return Value(Value::Map{{"requests", counters.requests},
                          {"reads", counters.reads},
                          {"writes", counters.writes},
                          {"byCall", by_call}});
}

Result<Value> faults_of(Simulator& simulator, const Value&) {
  Value::List specs;
  for (const std::string& spec : simulator.faults()) specs.emplace_back(spec);
  return Value(std::move(specs));
}

Result<Value> add_fault(Simulator& simulator, const Value& body) {
  const Value& spec = body.get("fault");
  if (!spec.is_string()) return base::fail(ErrorKind::Invalid, "expected {\"fault\": \"SPEC\"}");
  return empty_answer(simulator.add_fault(spec.as_string()));
}

// Functions of the simulator as endpoints, by what they take and return.
template <auto kRead>
Result<Value> reads(Simulator& simulator, const Value&) {
  return (simulator.*kRead)();
}

template <Result<void> (Simulator::*kTake)(const Value& body)>
Result<Value> takes(Simulator& simulator, const Value& body) {
  return empty_answer((simulator.*kTake)(body));
}

template <void (Simulator::*kRun)()>
Result<Value> runs(Simulator& simulator, const Value&) {
  (simulator.*kRun)();
  return Value(Value::Map{});
}

// Endpoints other than changes: "/simulator/KIND".
struct ControlRow {
  std::string_view method;
  std::string_view collection;
  Result<Value> (*run)(Simulator&, const Value& body);
};

constexpr ControlRow kControlRows[] = {
    {"GET", "dump", reads<&Simulator::dump>},
    {"PUT", "dump", takes<&Simulator::load>},
    {"GET", "log", log_of},
    {"DELETE", "log", runs<&Simulator::clear_log>},
    {"GET", "counters", counters_of},
    {"GET", "options", reads<&Simulator::options>},
    {"GET", "faults", faults_of},
    {"POST", "faults", add_fault},
    {"DELETE", "faults", runs<&Simulator::clear_faults>},
    {"GET", "changes", reads<&Simulator::changes>},
    {"POST", "changes", takes<&Simulator::add_change>},
    {"DELETE", "changes", runs<&Simulator::clear_changes>},
    {"DELETE", "access-tokens", runs<&Simulator::expire_access_tokens>},
};

http::Response respond(int status, const Value& body) {
  return {status, {{"Content-Type", "application/json"}}, base::write_json(body, 2) + "\n"};
}

http::Response complain(int status, const std::string& message) {
  return respond(status, Value::Map{{"error", message}});
}

http::Response answer(const Result<Value>& result) {
  if (result) return respond(200, *result);
  return complain(result.error().kind == ErrorKind::NotFound ? 404 : 400, result.error().message);
}

http::Response control(Simulator& simulator, const http::Request& request, const http::Target& target) {
  Value body;
  if (!request.body.empty()) {
    auto parsed = base::parse_json(request.body);
    if (!parsed) return complain(400, "the body is not JSON: " + parsed.error().message);
    body = *std::move(parsed);
  }
  const auto parts = base::split(target.path, '/');  // "", "simulator", collection, id, verb
  if (parts.size() > 5) return complain(404, kNoEndpoint);
  const std::string_view collection = parts.size() > 2 ? parts[2] : std::string_view();
  const std::string id = parts.size() > 3 ? http::percent_decode(parts[3]) : std::string();
  const std::string_view verb = parts.size() > 4 ? parts[4] : std::string_view();
  for (const ControlRow& row : kControlRows) {
    if (row.method == request.method && row.collection == collection && parts.size() == 3) {
      return answer(row.run(simulator, body));
    }
  }
  for (const ChangeKind& kind : change_kinds()) {
    if (kind.method == request.method && kind.collection == collection && kind.verb == verb &&
        (kind.subject == Subject::Nothing) == id.empty()) {
      return answer(simulator.edit(kind.run, id, body));
    }
  }
  return complain(404, kNoEndpoint);
}

}  // namespace

Outcome serve(Simulator& simulator, const http::Request& request) {
  const http::Target target = http::parse_target(request.url);
  if (!target.path.starts_with("/simulator/")) return simulator.handle(request);
  return {control(simulator, request, target)};
}

}  // namespace waveform::provider::simulator
