#include "provider/simulator/control.h"

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "provider/simulator/simulator.h"

namespace waveform::provider::simulator {
namespace {

using base::ErrorKind;
using base::Result;
using base::Value;

Result<Value> done(const Result<void>& result) {
  if (!result) return base::fail(result.error());
  return Value(Value::Map{});
}

Result<Value> log_of(Simulator& simulator, const std::string&, const Value&) {
  Value::List entries;
  for (const LogEntry& entry : simulator.log()) {
    entries.emplace_back(Value::Map{{"method", entry.method},
                                    {"path", entry.path},
                                    {"call", entry.call},
                                    {"status", entry.status},
                                    {"write", entry.write}});
  }
  return Value(std::move(entries));
}

Result<Value> clear_log(Simulator& simulator, const std::string&, const Value&) {
  simulator.clear_log();
  return Value(Value::Map{});
}

Result<Value> counters_of(Simulator& simulator, const std::string&, const Value&) {
  const Counters counters = simulator.counters();
  Value::Map by_call;
  for (const auto& [call, count] : counters.by_call) by_call[call] = count;
  return Value(Value::Map{{"requests", counters.requests},
                          {"reads", counters.reads},
                          {"writes", counters.writes},
                          {"byCall", by_call}});
}

Result<Value> dump(Simulator& simulator, const std::string&, const Value&) {
  return simulator.dump();
}

Result<Value> load(Simulator& simulator, const std::string&, const Value& body) {
  return done(simulator.load(body));
}

Result<Value> faults_of(Simulator& simulator, const std::string&, const Value&) {
  Value::List specs;
  for (const std::string& spec : simulator.faults()) specs.emplace_back(spec);
  return Value(std::move(specs));
}

Result<Value> add_fault(Simulator& simulator, const std::string&, const Value& body) {
  const Value& spec = body.get("fault");
  if (!spec.is_string()) return base::fail(ErrorKind::Invalid, "expected is {\"fault\": \"SPEC\"}");
  return done(simulator.add_fault(spec.as_string()));
}

Result<Value> clear_faults(Simulator& simulator, const std::string&, const Value&) {
  simulator.clear_faults();
  return Value(Value::Map{});
}

Result<Value> add(Simulator& simulator, const std::string&, const Value& body) {
  return simulator.add(body).map([](const std::string& id) { return Value(Value::Map{{"id", id}}); });
}

Result<Value> patch(Simulator& simulator, const std::string& id, const Value& body) {
  return done(simulator.patch(id, body));
}

Result<Value> purge(Simulator& simulator, const std::string& id, const Value&) {
  return done(simulator.purge(id));
}

Result<Value> fail_credentials(Simulator& simulator, const std::string& id, const Value& body) {
  const Value& message = body.get("message");
  return done(message.is_string() ? simulator.fail_credentials(id, message.as_string())
                                  : simulator.fail_credentials(id));
}

Result<Value> trash(Simulator& simulator, const std::string& id, const Value&) {
  return done(simulator.trash(id));
}

Result<Value> restore(Simulator& simulator, const std::string& id, const Value&) {
  return done(simulator.restore(id));
}

Result<Value> expire(Simulator& simulator, const std::string& id, const Value&) {
  return done(simulator.expire_external_id(id));
}

Result<Value> expire_access_tokens(Simulator& simulator, const std::string&, const Value&) {
  simulator.expire_access_tokens();
  return Value(Value::Map{});
}

struct Row {
  std::string_view method;
  std::string_view folder;  // "/simulator/FOLDER[/ID[/verb]]"
  bool has_id;
  std::string_view verb;
  Result<Value> (*run)(Simulator&, const std::string& id, const Value& body);
};

constexpr Row kRows[] = {
    {"GET", "dump", false, "", dump},
    {"PUT", "dump", false, "", load},
    {"GET", "log", false, "", log_of},
    {"DELETE", "log", false, "", clear_log},
    {"GET", "counters", false, "", counters_of},
    {"GET", "faults", false, "", faults_of},
    {"POST", "faults", false, "", add_fault},
    {"DELETE", "faults", false, "", clear_faults},
    {"POST", "integrations", false, "", add},
    {"PATCH", "integrations", true, "", patch},
    {"DELETE", "integrations", true, "", purge},
    {"POST", "integrations", true, "fail", fail_credentials},
    {"POST", "integrations", true, "trash", trash},
    {"POST", "integrations", true, "undelete", restore},
    {"POST", "external-ids", true, "expire", expire},
    {"DELETE", "access-tokens", false, "", expire_access_tokens},
};

http::Response respond(int status, const Value& body) {
  return {status, {{"Content-Type", "application/json"}}, base::write_json(body, 2) + "\n"};
}

http::Response complain(int status, const std::string& message) {
  return respond(status, Value::Map{{"error", message}});
}

}  // namespace

http::Response control(Simulator& simulator, const http::Request& request, const http::Target& target) {
  Value body;
  if (!request.body.empty()) {
    auto parsed = base::parse_json(request.body);
    if (!parsed) return complain(400, "the body is not JSON: " + parsed.error().message);
    body = *std::move(parsed);
  }
  const auto parts = base::split(target.path, '/');  // "", "simulator", folder, id, verb
  const std::string_view folder = parts.size() > 2 ? parts[2] : std::string_view();
  const std::string id = parts.size() > 3 ? http::percent_decode(parts[3]) : std::string();
  const std::string_view verb = parts.size() > 4 ? parts[4] : std::string_view();
  for (const Row& row : kRows) {
    if (row.method != request.method || row.folder != folder || row.has_id == id.empty() ||
        row.verb != verb || parts.size() > 5) {
      continue;
    }
    const auto result = row.run(simulator, id, body);
    if (result) return respond(200, *result);
    return complain(result.error().kind == ErrorKind::NotFound ? 404 : 400, result.error().message);
  }
  return complain(404, "the simulator has no such endpoint");
}

}  // namespace waveform::provider::simulator
