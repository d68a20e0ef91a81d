#include "planner/live/secrets.h"

#include <algorithm>

#include "base/digest.h"
#include "base/json.h"
#include "base/text.h"

namespace waveform::planner {

using base::Value;

namespace {

// A number can be written with more digits than a double keeps.
bool has_fractions(const Value& json) {
  if (json.is_list()) return std::any_of(json.as_list().begin(), json.as_list().end(), has_fractions);
  if (!json.is_map()) return json.is_number() && !json.is_integer();
  return std::any_of(json.as_map().begin(), json.as_map().end(),
                     [](const auto& member) { return has_fractions(member.second); });
}

}  // namespace

std::string secret_digest(std::string_view digest_key, const Value& secret) {
  Value canonical = secret;
  if (const auto text = secret.is_string() ? base::without_byte_order_mark(secret.as_string()) : "";
      base::trim(text).starts_with('{')) {
    if (auto json = base::parse_json(text); json && !has_fractions(*json)) canonical = *std::move(json);
  }
  return base::hmac_sha256_hex(digest_key, base::write_json(canonical));
}

SecretVerdict compare_secret(std::string_view digest_key, const state::Resource& known,
                             const std::string& attribute, const Value& secret) {
  if (!secret.is_wholly_known()) return SecretVerdict::Changed;
  const std::string digest = secret_digest(digest_key, secret);
  if (auto open = known.open_secrets.find(attribute); open != known.open_secrets.end())
    return open->second == digest ? SecretVerdict::Changed : SecretVerdict::Other;
  auto recorded = known.secret_digests.find(attribute);
  if (recorded == known.secret_digests.end()) return SecretVerdict::First;
  return recorded->second == digest ? SecretVerdict::Same : SecretVerdict::Changed;
}

bool is_hidden(const provider::Attribute& attribute, const Value& value) {
  return attribute.secret || value.is_sensitive();
}

Value without_hidden(const Value& value) {
  if (value.marks_within() == 0 || value.is_unknown()) return value;
  if (value.marks() != 0) return Value().with_marks(value.marks());
  return base::with_elements(value, without_hidden);
}

std::set<std::string> managed_external_ids(const provider::Catalog& catalog,
                                           const state::Snapshot& snapshot) {
  std::set<std::string> ids;
  for (const auto& [address, resource] : snapshot.resources) {
    if (provider::is_external_id(catalog, address.type)) ids.insert(resource.id);
  }
  return ids;
}

Value mask_external_ids(const std::set<std::string>& ids, const Value& value) {
  if (ids.empty()) return value;
  if (value.is_string()) {
    bool has_one = std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
      return value.as_string().find(id) != std::string::npos;
    });
    return has_one ? value.with_marks(Value::Masked) : value;
  }
  return base::with_elements(value, [&](const Value& element) { return mask_external_ids(ids, element); });
}

HiddenNames::HiddenNames(const state::Snapshot& snapshot) : digest_key_(snapshot.digest_key) {
  auto add = [&](const state::SecretDigests& digests) {
    if (auto name = digests.find("name"); name != digests.end()) digests_.insert(name->second);
  };
  for (const auto& [address, resource] : snapshot.resources) add(resource.secret_digests);
  for (const auto& tombstone : snapshot.tombstones) add(tombstone.secret_digests);
  for (const auto& intent : snapshot.intents) add(intent.expected.secret_digests);
}

bool HiddenNames::has(const std::string& name) const {
  return !digests_.empty() && digests_.contains(secret_digest(digest_key_, name));
}

bool is_external_id_in_use(const state::Snapshot& snapshot, const std::string& external_id) {
  std::string digest = secret_digest(snapshot.digest_key, external_id);
  return std::any_of(snapshot.resources.begin(), snapshot.resources.end(), [&](const auto& entry) {
    auto recorded = entry.second.secret_digests.find("external_id");
    return recorded != entry.second.secret_digests.end() && recorded->second == digest;
  });
}

}  // namespace waveform::planner
