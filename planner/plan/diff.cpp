#include "planner/plan/diff.h"

#include "planner/live/secrets.h"

namespace waveform::planner {

using base::Value;
using provider::Attribute;
using provider::Role;

namespace {

Value find(const Value::Map& attributes, const std::string& name) {
  auto found = attributes.find(name);
  return found == attributes.end() ? Value() : found->second;
}

AttributeChange change(const Attribute& attribute, Value before, Value after, bool hidden) {
  AttributeChange change{attribute.name,
                         AttributeChange::Kind::Set,
                         std::move(before),
                         std::move(after),
                         hidden,
                         attribute.type == provider::Type::StringSet,
                         false,
                         attribute.identifies()};
  if (hidden) {
    change.before = Value();
    change.after = Value().with_marks(Value::Sensitive);
  }
  return change;
}

// An attribute that the manifest sets.
void compare_wanted(const DiffInput& input, const Attribute& attribute, const Value& wanted,
                    DiffResult& result) {
  Value live = find(input.live, attribute.name);
  if (attribute.role == Role::WriteOnly) return;
  if (attribute.secret) {
    const auto verdict = compare_secret(input.digest_key, input.known, attribute.name, wanted);
    const bool is_marked = input.known.unverified_secrets.contains(attribute.name);
    const bool is_new = verdict == SecretVerdict::First && !is_marked && !input.imported;
    const bool is_changed = verdict == SecretVerdict::Changed || verdict == SecretVerdict::Other;
    if (verdict == SecretVerdict::Same && !is_marked) return;
    // A new secret that every update contains is sent.
    if (is_changed || input.send_secrets || (is_new && attribute.is_always_sent())) {
      result.changes.push_back(change(attribute, {}, {}, true));
    } else {
      result.unverified_secrets.insert(attribute.name);
    }
    return;
  }
  // In a create, a default that the manifest sets is a change.
  bool exists = !input.live.empty();
  if (exists ? provider::same(attribute, wanted, live) : provider::is_absent(wanted)) return;
  // A value that was hidden stays hidden when it is replaced.
  bool hidden = wanted.is_sensitive() || input.known.secret_digests.contains(attribute.name);
  result.changes.push_back(change(attribute, std::move(live), wanted, hidden));
}

// An attribute that left the manifest: it is reset to the default, except those that keep their value.
void compare_left(const DiffInput& input, const Attribute& attribute, DiffResult& result) {
  if (!input.known.ours.contains(attribute.name) || attribute.secret || attribute.role == Role::WriteOnly ||
      attribute.role == Role::Service)
    return;
  Value live = find(input.live, attribute.name);
  if (provider::same(attribute, live, attribute.fallback.value)) return;
  bool hidden = input.known.secret_digests.contains(attribute.name);
  auto reset = change(attribute, std::move(live), {}, hidden);
  reset.after = attribute.create_default();
  reset.kind = AttributeChange::Kind::Reset;
  result.changes.push_back(std::move(reset));
}

}  // namespace

DiffResult diff(const DiffInput& input) {
  DiffResult result;
  for (const auto& attribute : input.type.attributes) {
    if (attribute.is_computed() || attribute.role == Role::Enabled) continue;
    auto wanted = input.desired.find(attribute.name);
    if (wanted != input.desired.end()) {
      compare_wanted(input, attribute, wanted->second, result);
    } else {
      compare_left(input, attribute, result);
    }
  }
  return result;
}

std::vector<AttributeChange> drift(const provider::ResourceType& type, const state::Resource& remembered,
                                   const Value::Map& live, std::string_view digest_key) {
  std::vector<AttributeChange> changes;
  for (const auto& attribute : type.attributes) {
    if (attribute.is_computed() || attribute.secret || attribute.role == Role::WriteOnly) continue;
    Value now = find(live, attribute.name);
    auto digest = remembered.secret_digests.find(attribute.name);
    if (digest != remembered.secret_digests.end()) {
      if (now.is_null() || secret_digest(digest_key, now) != digest->second)
        changes.push_back(change(attribute, {}, {}, true));
      continue;
    }
    Value before = find(remembered.attributes, attribute.name);
    if (!provider::same(attribute, before, now))
      changes.push_back(change(attribute, std::move(before), std::move(now), false));
  }
  return changes;
}

}  // namespace waveform::planner
