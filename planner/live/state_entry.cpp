#include "planner/live/state_entry.h"

#include "planner/live/secrets.h"

namespace waveform::planner {

using base::Value;

namespace {

// Whether the attributes are the same, ignoring counters.
bool same_but_for_counters(const provider::ResourceType& type, const Value::Map& a, const Value::Map& b) {
  for (const auto& attribute : type.attributes) {
    if (attribute.role == provider::Role::Counter) continue;
    auto in_a = a.find(attribute.name);
    auto in_b = b.find(attribute.name);
    if ((in_a == a.end()) != (in_b == b.end())) return false;
    if (in_a != a.end() && in_a->second != in_b->second) return false;
  }
  return true;
}

}  // namespace

void see(state::Resource& record, Value::Map attributes) {
  record.attributes = std::move(attributes);
  for (const auto& [name, digest] : record.secret_digests) record.attributes.erase(name);
}

state::Resource make_record(const provider::ResourceType& type, const std::string& id, const Value::Map& live,
                            const Value::Map& desired, const state::Resource* old,
                            const std::set<std::string>& sent, std::string_view digest_key) {
  state::Resource record;
  record.id = id;
  record.attributes = live;
  if (old != nullptr) {
    // The digest of a secret stays when the secret leaves the manifest: the service keeps the secret as well.
    for (const auto& [name, digest] : old->secret_digests) {
      const auto* attribute = type.find(name);
      if (attribute != nullptr && attribute->secret) record.secret_digests.emplace(name, digest);
    }
    record.open_secrets = old->open_secrets;
    record.unverified_secrets = old->unverified_secrets;
  }
  for (const auto& name : sent) {
    record.open_secrets.erase(name);
    record.unverified_secrets.erase(name);
  }
  for (const auto& [name, value] : desired) {
    record.ours.insert(name);
    const auto& attribute = *type.find(name);
    if (!is_hidden(attribute, value)) continue;
    record.attributes.erase(name);
    if (attribute.secret && !sent.contains(name) && !record.secret_digests.contains(name))
      record.unverified_secrets.insert(name);
    // One that the service may have stays recorded beside the open one until it is sent again.
    if (record.open_secrets.contains(name)) continue;
    if (value.is_wholly_known())
      record.secret_digests.insert_or_assign(name, secret_digest(digest_key, value));
  }
  if (old != nullptr && same_but_for_counters(type, old->attributes, record.attributes))
    record.attributes = old->attributes;
  return record;
}

state::Resource refreshed_record(const provider::ResourceType& type, const state::Resource& old,
                                 const Value::Map& live, std::string_view digest_key) {
  state::Resource record = old;
  record.attributes = live;
  for (auto& [name, digest] : record.secret_digests) {
    const auto seen = record.attributes.find(name);
    if (seen == record.attributes.end()) continue;
    digest = secret_digest(digest_key, seen->second);
    record.attributes.erase(seen);
  }
  if (same_but_for_counters(type, old.attributes, record.attributes)) record.attributes = old.attributes;
  return record;
}

}  // namespace waveform::planner
