// External changes of a cluster: edits in the console, AWS refusing the credentials, time.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "provider/simulator/service.h"

namespace waveform::provider::simulator {
namespace {

using base::ErrorKind;
using base::Result;
using base::Value;

constexpr const char* kConsoleUser = "console@example.com";

tl::unexpected<base::Error> no_integration(const std::string& id) {
  return base::fail(ErrorKind::NotFound, fmt::format("no integration has the id {}", base::quote(id)));
}

std::optional<base::Millis> duration_of(const Value& value) {
  if (!value.is_string()) return std::nullopt;
  const auto duration = base::parse_duration(value.as_string());
  return duration ? std::optional(*duration) : std::nullopt;
}

// As on the page examples/list-page.response.json.
Value error_event(const Value& integration, const std::string& message, std::int64_t now) {
  const std::string title =
      fmt::format("Credentials Error: {}",
                  integration.get("name").is_string() ? integration.get("name").as_string() : std::string());
  return Value::Map{{"name", title},
                    {"annotations", Value::Map{{"severity", "warn"},
                                               {"errorMessage", message},
                                               {"credentialsId", integration.get("id")},
                                               {"type", "credentials-error"},
                                               {"service", integration.get("service")}}},
                    {"id", fmt::format("{}:{}:0", now, title)},
                    {"table", "example"},
                    {"startTime", now},
                    {"canDelete", false},
                    {"canClose", false},
                    {"creatorType", Value::List{"SYSTEM"}},
                    {"hosts", Value::List{}},
                    {"updaterId", "System Event"},
                    {"creatorId", "System Event"},
                    {"runningState", "ONGOING"}};
}

}  // namespace

Result<std::string> Service::add(const Value& body) {
  const Value& name = body.get("name");
  const Value& service = body.get("service");
  if (!name.is_string() || !service.is_string()) {
    return base::fail(ErrorKind::Invalid, "an integration needs a name and a service");
  }
  Value::Map integration = body.as_map();  // of a service that the simulator does not know
  if (const ServiceRules* rules = rules_.find(service.as_string())) {
    Value whole = body;
    if (!body.get(rules->object).is_map()) whole = whole.with_path(rules->object, Value::Map{});
    integration = complete_body(rules_, whole, {});
  }
  const std::int64_t time = tick();
  Value::Map own{{"id", fresh_uuid()},         {"creatorId", kConsoleUser},  {"updaterId", kConsoleUser},
                 {"createdEpochMillis", time}, {"updatedEpochMillis", time}, {"disabled", false},
                 {"deleted", false},           {"inTrash", false},           {"lastError", {}},
                 {"lastErrorMs", {}},          {"lastErrorEvent", {}}};
  for (auto& [key, value] : own) {
    if (const Value& given = body.get(key); !given.is_null()) value = given;
    if (!value.is_null()) integration[key] = value;
  }
  if (!integration["id"].is_string() || store_.find(integration["id"].as_string())) {
    return base::fail(ErrorKind::Invalid, "an integration with this id already exists");
  }
  const std::string id = integration["id"].as_string();
  store_.add(std::move(integration));
  return id;
}

Result<void> Service::patch(const std::string& id, const Value& merge) {
  const Value* found = store_.find(id);
  if (!found) return no_integration(id);
  if (!merge.is_map()) return base::fail(ErrorKind::Invalid, "a patch must be an object");
  const Value merged = merge_patch(*found, merge).with_path("id", id);
  if (!(merged.get("service") == found->get("service")) || !merged.get("name").is_string()) {
    return base::fail(ErrorKind::Invalid,
                      "a patch must not change the service, and the name must be a string");
  }
  change(merged, {}, kConsoleUser);
  return {};
}

Result<void> Service::fail_credentials(const std::string& id, const std::string& message) {
  const Value* found = store_.find(id);
  if (!found) return no_integration(id);
  const std::int64_t time = tick();
  const Value updater = found->get("updaterId");
  change(*found,
         {{"disabled", true},
          {"lastError", message},
          {"lastErrorMs", time},
          {"lastErrorEvent", error_event(*found, message, time)}},
         updater.is_string() ? updater.as_string() : options_.user);
  return {};
}

Result<void> Service::set_in_bin(const std::string& id, bool in_bin) {
  const Value* found = store_.find(id);
  if (!found) return no_integration(id);
  change(*found, {{"inTrash", in_bin}, {"deleted", in_bin}}, kConsoleUser);
  return {};
}

Result<void> Service::purge(const std::string& id) {
  if (!store_.find(id)) return no_integration(id);
  store_.purge(id);
  return {};
}

Result<void> Service::expire_external_id(const std::string& id) {
  const std::int64_t long_ago = now() - options_.external_id_ttl.count() - 1;
  const auto known = store_.external_ids();
  if (!id.empty() && !known.contains(id)) {
    return base::fail(ErrorKind::NotFound, "no such external id");
  }
  for (const auto& [external_id, value] : known) {
    if (id.empty() || id == external_id) store_.put_external_id(external_id, {long_ago, value.role_arn});
  }
  return {};
}

Result<void> Service::add_external_id(const Value& value) {
  const Value& issued = value.get("issuedEpochMillis");
  const Value& role = value.get("roleArn");
  if (!value.get("id").is_string() || !(issued.is_integer() || issued.is_null())) {
    return base::fail(ErrorKind::Invalid, "an external id needs an id, and its time must be a whole number");
  }
  store_.put_external_id(value.get("id").as_string(), {issued.is_integer() ? issued.as_integer() : now(),
                                                       role.is_string() ? role.as_string() : ""});
  return {};
}

Result<void> Service::set_clock(const Value& value) {
  const auto ahead = duration_of(value.get("ahead"));
  const auto behind = duration_of(value.get("behind"));
  if (ahead.has_value() == behind.has_value() || value.as_map().size() != 1) {
    return base::fail(ErrorKind::Invalid,
                      R"(expected {"ahead": DURATION} or {"behind": DURATION}, as in {"ahead": "2h"})");
  }
  clock_ahead_ = ahead ? *ahead : -*behind;
  last_tick_ = 0;
  return {};
}

Result<void> Service::load(const Value& data) {
  if (auto loaded = store_.load(data); !loaded) return loaded;
  for (const Value& integration : store_.integrations()) {
    for (const char* key : {"createdEpochMillis", "updatedEpochMillis"}) {
      if (integration.get(key).is_integer())
        last_tick_ = std::max(last_tick_, integration.get(key).as_integer());
    }
  }
  return {};
}

}  // namespace waveform::provider::simulator
