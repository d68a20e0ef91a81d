#include "planner/live/status.h"

#include <algorithm>
#include <tuple>

#include "planner/live/inventory.h"
#include "planner/live/secrets.h"
#include "provider/secret_texts.h"

namespace waveform::planner {

using base::Value;

namespace {

Health health_of(const Integration& record, const IntegrationStatus& status, std::int64_t now,
                 std::optional<base::Millis> stale_after) {
  if (record.in_trash) return Health::InBin;
  if (record.disabled) return record.last_error.empty() ? Health::Disabled : Health::DisabledByService;
  if (!record.last_error.empty() && status.last_error_at > status.last_data_at) return Health::Failing;
  // Without data, the age of the integration counts.
  auto newest = std::max(status.last_data_at, number_of(record, "created_epoch_millis"));
  return stale_after && now - newest > stale_after->count() ? Health::Stale : Health::Ok;
}

IntegrationStatus status_of(const std::string& id, const Integration& record,
                            const provider::SecretTexts& secrets, std::int64_t now,
                            std::optional<base::Millis> stale_after) {
  IntegrationStatus status;
  status.id = id;
  status.name = record.name;
  status.service = record.service;
  status.last_error = secrets.cut(record.last_error);
  status.last_error_at = record.last_error_epoch_millis;
  status.last_data_at = number_of(record, "last_received_data_point_epoch_millis");
  status.last_processed_at = number_of(record, "last_processing_epoch_millis");
  if (record.attributes.contains("last_metric_count"))
    status.metrics = number_of(record, "last_metric_count");
  status.health = health_of(record, status, now, stale_after);
  if (status.health == Health::Disabled) status.disabled_by = text_of(record, "updater_id");
  if (status.health == Health::DisabledByService) status.disabled_by = "the service";
  return status;
}

// Values that the state hides and errors of the service can repeat: attributes with digests, external ids.
provider::SecretTexts hidden_texts(const Inventory& live, const state::Snapshot& snapshot) {
  provider::SecretTexts texts;
  auto hide = [&](const std::string& id, const state::SecretDigests& digests) {
    const auto* record = find_integration(live, id);
    if (record == nullptr) return;
    for (const auto& [name, digest] : digests) {
      auto value = record->attributes.find(name);
      if (value != record->attributes.end()) texts.learn(value->second.with_marks(Value::Sensitive));
    }
  };
  for (const auto& [address, resource] : snapshot.resources) hide(resource.id, resource.secret_digests);
  for (const auto& tombstone : snapshot.tombstones) hide(tombstone.id, tombstone.secret_digests);
  for (const auto& id : live.external_ids) texts.learn(Value(id).with_marks(Value::Masked));
  return texts;
}

auto sort_key(const IntegrationStatus& status) {
  return std::tuple(is_healthy(status.health), !status.address.has_value(),
                    status.address ? status.address->text() : status.name, status.id);
}

}  // namespace

bool is_healthy(Health health) {
  return health == Health::Ok || health == Health::Disabled;
}

std::string_view health_name(Health health) {
  constexpr std::string_view kHealthNames[] = {
      "ok", "disabled", "disabled by the service", "failing", "stale", "in the recycle bin", "gone"};
  return kHealthNames[static_cast<std::size_t>(health)];
}

bool Status::is_healthy() const {
  return std::all_of(integrations.begin(), integrations.end(),
                     [](const auto& status) { return planner::is_healthy(status.health); });
}

Status make_status(const Inventory& live, const state::Snapshot& snapshot, std::int64_t now,
                   std::optional<base::Millis> stale_after) {
  Status all;
  all.asked_at = now;
  std::map<std::string, base::Address> owners;
  for (const auto& [address, resource] : snapshot.resources) owners.emplace(resource.id, address);
  const auto secrets = hidden_texts(live, snapshot);
  const HiddenNames hidden(snapshot);
  for (const auto& [id, record] : live.integrations) {
    auto owner = owners.find(id);
    if (record.in_trash && owner == owners.end()) continue;
    auto status = status_of(id, record, secrets, now, stale_after);
    if (owner != owners.end()) status.address = owner->second;
    if (hidden.has(record.name)) status.name.clear();
    all.integrations.push_back(std::move(status));
  }
  for (const auto& [id, address] : owners) {
    if (live.integrations.contains(id) || live.external_ids.contains(id)) continue;
    IntegrationStatus gone;
    gone.address = address;
    gone.id = id;
    gone.health = Health::Gone;
    all.integrations.push_back(std::move(gone));
  }
  std::sort(all.integrations.begin(), all.integrations.end(),
            [](const auto& a, const auto& b) { return sort_key(a) < sort_key(b); });
  return all;
}

}  // namespace waveform::planner
