#include "provider/simulator/service.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::provider::simulator {
namespace {

using base::Value;

bool is_true(const Value& value) {
  return value.is_bool() && value.as_bool();
}

bool in_bin(const Value& integration) {
  return is_true(integration.get("inTrash"));
}

std::string text_of(const Value& value) {
  return value.is_string() ? value.as_string() : std::string();
}

Value credential(const Rules& rules, const Value& integration, std::string_view name) {
  const ServiceRules* service = rules.find(text_of(integration.get("service")));
  return service ? integration.at_path(fmt::format("{}.baseCredentials.{}", service->object, name)) : Value();
}

Reply refuse(int status, std::string message) {
  return {status, {}, std::move(message), false};
}

Reply not_there(const std::string& id) {
  return refuse(404, fmt::format("No integration has the id {}", base::quote(id)));
}

Value without_empty_lists(const Value& value) {
  if (value.is_list() && value.as_list().empty()) return {};
  if (!value.is_map()) return value;
  Value::Map members = value.as_map();
  for (auto& [key, member] : members) member = without_empty_lists(member);
  return members;
}

}  // namespace

Service::Service(base::Clock& clock, const Options& options)
    : clock_(clock),
      options_(options),
      rules_(make_rules(options)),
      random_(static_cast<std::uint64_t>(options.seed)) {
  if (options.seed == 0) random_.seed(std::random_device{}());
}

std::int64_t Service::tick() {
  last_tick_ = std::max(now(), last_tick_ + 1);
  return last_tick_;
}

std::uint64_t Service::random() {
  return random_();
}

std::string Service::fresh_uuid() {
  std::string id;
  do {
    const std::uint64_t a = random();
    const std::uint64_t b = random();
    id = fmt::format("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", a >> 32, (a >> 16) & 0xffff, a & 0xfff, b >> 52,
                     b & 0xffff'ffff'ffff);
  } while (store_.find(id));
  return id;
}

// What a reader sees: without secrets, and with changing counters.
Value Service::shown(const Value& integration) {
  ++reads_;
  Value out = integration;
  const ServiceRules* service = rules_.find(text_of(integration.get("service")));
  if (service) out = hide_secrets(*service, integration, options_.secrets);
  Value::Map members = out.as_map();
  members["forceSave"] = false;
  members["lastMetricCount"] = 100 + reads_;
  members["lastProcessingTimestamp"] = now() + reads_;
  members["lastReceivedDataPointMs"] = now() - 60'000 + reads_;
  members["lastProcessorId"] = members["id"];
  for (const char* key : {"createdEpochMillis", "updatedEpochMillis"}) {
    if (options_.hide_times) members.erase(key);
  }
  for (const char* key : {"creatorId", "updaterId"}) {
    if (options_.hide_users) members.erase(key);
  }
  return options_.null_lists ? without_empty_lists(members) : Value(std::move(members));
}

const Value& Service::change(const Value& integration, const Value::Map& over, const std::string& who) {
  const std::string id = integration.get("id").as_string();
  Value::Map members = integration.as_map();
  for (const auto& [key, value] : over) members[key] = value;
  members["updaterId"] = who;
  members["updatedEpochMillis"] = tick();
  store_.replace(std::move(members));
  return *store_.find(id);
}

Reply Service::page(const Store& store, const Query& query, bool live, bool deleted) {
  if (!query.mistake.empty()) return refuse(400, query.mistake);
  std::vector<Value> found;
  for (const Value& integration : store.integrations()) {
    const bool wanted = in_bin(integration) ? deleted : live;
    if (wanted && matches(integration, query.conditions)) found.push_back(integration);
  }
  sort(found, query);
  const auto total = static_cast<std::int64_t>(found.size());
  const std::int64_t first = std::min(query.offset, total);
  const std::int64_t last = first + std::min(query.limit, total - first);
  const bool more = last < total;
  Value::List items;
  for (std::int64_t i = first; i < last; ++i) items.push_back(shown(found[static_cast<std::size_t>(i)]));
  Value::Map page{
      {"offset", query.offset}, {"limit", query.limit}, {"totalItems", total}, {"moreItems", more}};
  if (options_.full_pages) {
    page["cursor"] = more ? items.back().get("id") : Value();
    const bool by_default = query.sort_field.empty();
    page["sort"] = Value::Map{{"ascending", query.ascending},
                              {"default", by_default},
                              {"field", by_default ? "createdEpochMillis" : query.sort_field}};
  }
  page["items"] = items.empty() && options_.null_lists ? Value() : Value(std::move(items));
  return {200, std::move(page), "", false};
}

Reply Service::list(const Input& input) {
  return page(seen(input),
              read_page(input.target.parameter("offset"), input.target.parameter("limit"), options_), true,
              options_.list_trash);
}

Reply Service::search(const Input& input) {
  return page(seen(input), read_query(input.body, options_), true, false);
}

Reply Service::search_deleted(const Input& input) {
  return page(seen(input), read_query(input.body, options_), false, true);
}

Reply Service::get(const Input& input) {
  const Value* found = seen(input).find(input.id);
  return found ? Reply{200, shown(*found), "", false} : not_there(input.id);
}

bool Service::is_valid(const std::string& external_id, const std::string& role_arn) {
  const ExternalId* known = store_.find_external_id(external_id);
  if (!known) return false;
  const std::int64_t age = now() - known->issued_epoch_millis;
  if (age > options_.external_id_ttl.count()) return false;
  return role_arn.empty() || known->role_arn.empty() || known->role_arn == role_arn;
}

// A secret that was not sent, or that is already stored, is not checked.
bool Service::passes_credentials_check(const Value& integration, const Value& body) {
  const std::string id = text_of(credential(rules_, body, "externalId"));
  if (id.empty()) return true;
  if (credential(rules_, integration, "externalId") == Value(id)) return true;
  return is_valid(id, text_of(credential(rules_, body, "roleArn")));
}

void Service::use_external_id(const Value& integration) {
  const std::string id = text_of(credential(rules_, integration, "externalId"));
  if (ExternalId* known = store_.find_external_id(id)) {
    store_.put_external_id(id,
                           {known->issued_epoch_millis, text_of(credential(rules_, integration, "roleArn"))});
  }
}

Reply Service::create(const Input& input) {
  if (input.body.is_map() && !input.body.get("id").is_null())
    return refuse(400, "id must not be sent in a create");
  if (std::string mistake = find_mistake(rules_, input.body, {}); !mistake.empty())
    return refuse(400, mistake);

  Value::Map integration = complete_body(rules_, input.body, {});
  const ServiceRules& service = *rules_.find(integration.at("service").as_string());
  if (service.needs_external_id) {
    const Value* lender = store_.find(text_of(input.body.get("reuseExternalIdCredential")));
    const Value lent = lender ? credential(rules_, *lender, "externalId") : Value();
    if (lent.is_string() && credential(rules_, integration, "externalId").is_null()) {
      integration =
          Value(integration).with_path(service.object + ".baseCredentials.externalId", lent).as_map();
    } else if (text_of(credential(rules_, integration, "externalId")).empty() ||
               !passes_credentials_check({}, integration)) {
      return {0, {}, "", true};
    }
  }
  integration["id"] = fresh_uuid();
  integration["creatorId"] = integration["updaterId"] = options_.user;
  integration["createdEpochMillis"] = integration["updatedEpochMillis"] = tick();
  integration["disabled"] = integration["deleted"] = integration["inTrash"] = false;
  store_.add(integration);
  use_external_id(integration);
  return {200, shown(integration), "", false};
}

Reply Service::update(const Input& input) {
  const Value* found = store_.find(input.id);
  if (!found) return not_there(input.id);
  if (in_bin(*found)) return refuse(400, "The integration is in the recycle bin");
  if (std::string mistake = find_mistake(rules_, input.body, *found); !mistake.empty())
    return refuse(400, mistake);
  const Value& id = input.body.get("id");
  if (!id.is_null() && !(id == Value(input.id)))
    return refuse(400, "The id in the body is not the id in the path");

  const Value former = *found;
  Value::Map integration = complete_body(rules_, input.body, former);
  if (!(integration.at("service") == former.get("service"))) return refuse(400, "service cannot be changed");
  if (!passes_credentials_check(former, integration)) return {0, {}, "", true};
  constexpr std::array kKept = {"id",      "creatorId", "createdEpochMillis", "disabled",      "deleted",
                                "inTrash", "lastError", "lastErrorMs",        "lastErrorEvent"};
  for (const char* key : kKept) {
    if (const Value& value = former.get(key); !value.is_null()) integration[key] = value;
  }
  const Value& stored = change(integration, {}, options_.user);
  use_external_id(stored);
  return {200, shown(stored), "", false};
}

Reply Service::remove(const Input& input) {
  const Value* found = store_.find(input.id);
  if (!found) return not_there(input.id);
  if (in_bin(*found) || input.target.parameter("skipTrash") == "true") {
    const Value gone = shown(*found).with_path("deleted", true);
    store_.purge(input.id);
    return {200, gone, "", false};
  }
  return {200, shown(change(*found, {{"inTrash", true}, {"deleted", true}}, options_.user)), "", false};
}

Reply Service::undelete(const Input& input) {
  const Value* found = store_.find(input.id);
  if (!found) return not_there(input.id);
  if (!in_bin(*found)) return refuse(400, "The integration is not in the recycle bin");
  return {200, shown(change(*found, {{"inTrash", false}, {"deleted", false}}, options_.user)), "", false};
}

Reply Service::enable(const Input& input) {
  const Value* found = store_.find(input.id);
  if (!found) return not_there(input.id);
  if (in_bin(*found)) return refuse(400, "The integration is in the recycle bin");
  Value::Map over{{"disabled", false}};
  if (found->get("lastErrorEvent").is_map()) {
    over["lastErrorEvent"] = found->get("lastErrorEvent").with_path("runningState", "ENDED");
  }
  return {200, shown(change(*found, over, options_.user)), "", false};
}

Reply Service::disable(const Input& input) {
  const Value* found = store_.find(input.id);
  if (!found) return not_there(input.id);
  if (in_bin(*found)) return refuse(400, "The integration is in the recycle bin");
  return {200, shown(change(*found, {{"disabled", true}}, options_.user)), "", false};
}

Reply Service::create_external_id(const Input&) {
  std::string id;
  do {
    id = fmt::format("wave{:012x}", random() & 0xffff'ffff'ffff);
  } while (store_.find_external_id(id));
  store_.put_external_id(id, {now(), ""});
  return {200, id, "", false};
}

Reply Service::check_external_id(const Input& input) {
  if (!is_valid(input.id, "")) return refuse(404, "The external id is not valid");
  return {200, input.id, "", false};
}

Reply Service::delete_external_id(const Input& input) {
  if (!store_.find_external_id(input.id)) return refuse(404, "The external id is not valid");
  store_.remove_external_id(input.id);
  return {200, input.id, "", false};
}

}  // namespace waveform::provider::simulator
