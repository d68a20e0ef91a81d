#include "provider/simulator/store.h"

namespace waveform::provider::simulator {

using base::ErrorKind;
using base::Value;

const Value* Store::find(const std::string& id) const {
  const auto found = index_.find(id);
  return found == index_.end() ? nullptr : &integrations_[found->second];
}

void Store::add(Value integration) {
  index_[integration.get("id").as_string()] = integrations_.size();
  integrations_.push_back(std::move(integration));
  ++generation_;
}

void Store::replace(Value integration) {
  integrations_[index_.at(integration.get("id").as_string())] = std::move(integration);
  ++generation_;
}

void Store::purge(const std::string& id) {
  const std::size_t place = index_.at(id);
  integrations_.erase(integrations_.begin() + static_cast<std::ptrdiff_t>(place));
  index_.erase(id);
  for (auto& [other, where] : index_) {
    if (where > place) --where;
  }
  ++generation_;
}

ExternalId* Store::find_external_id(const std::string& id) {
  const auto found = external_ids_.find(id);
  return found == external_ids_.end() ? nullptr : &found->second;
}

void Store::put_external_id(const std::string& id, ExternalId value) {
  external_ids_[id] = std::move(value);
  ++generation_;
}

bool Store::remove_external_id(const std::string& id) {
  ++generation_;
  return external_ids_.erase(id) > 0;
}

Value Store::dump() const {
  Value::List ids;
  for (const auto& [id, external] : external_ids_) {
    ids.emplace_back(Value::Map{
        {"id", id}, {"issuedEpochMillis", external.issued_epoch_millis}, {"roleArn", external.role_arn}});
  }
  return Value::Map{{"format", "waveform-simulator"},
                    {"version", 1},
                    {"integrations", integrations_},
                    {"externalIds", ids}};
}

base::Result<void> Store::load(const Value& data) {
  if (!(data.get("format") == Value("waveform-simulator"))) {
    return base::fail(ErrorKind::Corrupt, "this is not simulator data: \"format\" is missing or different");
  }
  if (!(data.get("version") == Value(1))) {
    return base::fail(ErrorKind::Unsupported, "the simulator data does not have version 1");
  }
  const Value& integrations = data.get("integrations");
  const Value& ids = data.get("externalIds");
  if (!integrations.is_list() || !(ids.is_list() || ids.is_null())) {
    return base::fail(ErrorKind::Corrupt,
                      "\"integrations\" and \"externalIds\" in simulator data must be lists");
  }
  Store fresh;
  for (const Value& integration : integrations.as_list()) {
    const Value& id = integration.get("id");
    if (!id.is_string() || !integration.get("service").is_string() || fresh.find(id.as_string())) {
      return base::fail(ErrorKind::Corrupt,
                        "each integration in simulator data needs a service and a unique id");
    }
    fresh.add(integration);
  }
  for (const Value& external : ids.is_list() ? ids.as_list() : Value::List{}) {
    const Value& id = external.get("id");
    const Value& issued = external.get("issuedEpochMillis");
    const Value& role = external.get("roleArn");
    if (!id.is_string() || !issued.is_integer()) {
      return base::fail(ErrorKind::Corrupt,
                        "each external id in simulator data needs id and issuedEpochMillis");
    }
    fresh.put_external_id(id.as_string(), {issued.as_integer(), role.is_string() ? role.as_string() : ""});
  }
  fresh.generation_ = generation_ + 1;
  *this = std::move(fresh);
  return {};
}

}  // namespace waveform::provider::simulator
