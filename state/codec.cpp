#include "state/codec.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/fields.h"
#include "base/json.h"
#include "base/text.h"

namespace waveform::state {

using base::ErrorKind;
using base::Fields;
using base::Result;
using base::Value;

namespace {

constexpr std::string_view kStateFormat = "waveform-state";
constexpr const char* kIndent = "  ";

constexpr std::array<std::string_view, 3> kCallNames = {"update", "delete", "undelete"};

// An output with its mark: an external id stays masked wherever it is shown later.
Value encode_outputs(const Value::Map& outputs) {
  Value::Map encoded;
  for (const auto& [name, value] : outputs) {
    bool masked = (value.marks_within() & Value::Masked) != 0;
    encoded.emplace(name, Value(Value::Map{{"value", value}, {"masked", masked}}));
  }
  return Value(std::move(encoded));
}

Value::Map decode_outputs(Fields& fields) {
  Value::Map outputs;
  for (const auto& [name, encoded] : fields.map("outputs")) {
    const Value& masked = encoded.get("masked");
    if (!masked.is_bool())
      return fields.fault("outputs", "an object with a value and masked is expected"), outputs;
    outputs.emplace(name, encoded.get("value").with_marks(masked.as_bool() ? Value::Masked : 0));
  }
  return outputs;
}

// Freed one by one: as a whole they would be the largest object in memory.
void append_resources(std::string& out, const Snapshot& snapshot) {
  std::map<std::string, const Resource*> sorted;
  for (const auto& [address, resource] : snapshot.resources) sorted.emplace(address.text(), &resource);
  const char* before = "{";
  for (const auto& [address, resource] : sorted) {
    out += fmt::format("{}\n{}{}{}: ", std::exchange(before, ","), kIndent, kIndent,
                       base::write_json(Value(address)));
    base::append_json(out, encode_resource(*resource), 2, 2);
  }
  out += sorted.empty() ? "{}" : fmt::format("\n{}}}", kIndent);
}

// Errors with a message of their own, found before any field is decoded.
Result<void> check_format(const Value& root) {
  if (!root.get("terraform_version").is_null()) {
    return base::fail(
        ErrorKind::Unsupported, "it is a state file of Terraform or OpenTofu",
        "waveform has its own state format. Leave that file unchanged, use another one with -state, "
        "and import existing integrations with `waveform import`.");
  }
  if (root.get("format") != Value(kStateFormat)) {
    return base::fail(ErrorKind::Unsupported, "it is not a waveform state file",
                      "Use the right file with -state.");
  }
  const Value& version = root.get("version");
  if (version.is_integer() && version.as_integer() > kFormatVersion) {
    return base::fail(ErrorKind::Unsupported,
                      fmt::format("it was written by a newer waveform (format version {}, this one knows {})",
                                  version.as_integer(), kFormatVersion),
                      "Use that version or a newer one.");
  }
  if (!version.is_integer() || version.as_integer() < 1)
    return base::fail(ErrorKind::Corrupt, "version: a whole number from 1 is expected");
  return {};
}

// Rare members are left out when empty.
void add_rare(Value::Map& members, const char* name, Value value) {
  const bool is_empty = value.is_map() ? value.as_map().empty() : value.as_list().empty();
  if (!is_empty) members.emplace(name, std::move(value));
}

void add_rare_secrets(Value::Map& members, const SecretDigests& open,
                      const std::set<std::string>& unverified) {
  add_rare(members, "open_secrets", encode_digests(open));
  add_rare(members, "unverified_secrets", encode_strings(unverified));
}

SecretDigests rare_digests(Fields& fields, const char* name) {
  return fields.value(name).is_null() ? SecretDigests() : fields.string_map(name);
}

std::set<std::string> rare_strings(Fields& fields, const char* name) {
  return fields.value(name).is_null() ? std::set<std::string>() : fields.string_set(name);
}

Value encode_calls(const std::map<std::string, OpenCall>& calls) {
  Value::Map members;
  for (const auto& [id, call] : calls) members.emplace(id, encode_call(call));
  return Value(std::move(members));
}

Value encode_known_ids(const std::map<std::string, KnownIds>& known) {
  Value::Map members;
  for (const auto& [run, seen] : known)
    members.emplace(run,
                    Value(Value::Map{{"ids", encode_strings(seen.ids)}, {"creator_id", seen.creator_id}}));
  return Value(std::move(members));
}

Value encode_run(const Run& run) {
  return Value(Value::Map{{"id", run.id}, {"machine", run.machine}, {"ended", run.ended}});
}

Value encode_addresses(const std::set<base::Address>& addresses) {
  return base::encode_list(
      addresses, +[](const base::Address& address) { return Value(address.text()); });
}

std::set<base::Address> address_set(Fields& fields, const char* name) {
  auto list = fields.address_list(name);
  return {list.begin(), list.end()};
}

Value encode_plan_mark(const PlanMark& plan) {
  return Value(Value::Map{{"digest", plan.digest},
                          {"begun", encode_addresses(plan.begun)},
                          {"created", encode_addresses(plan.created)},
                          {"applied_epoch_millis", plan.applied_epoch_millis}});
}

Result<Run> decode_run(const Value& value) {
  Fields fields(value);
  Run run{fields.string("id"), fields.string("machine"), fields.boolean("ended")};
  return fields.finish(std::move(run));
}

Result<PlanMark> decode_plan_mark(const Value& value) {
  Fields fields(value);
  PlanMark plan{fields.string("digest"), address_set(fields, "begun"), address_set(fields, "created"),
                fields.integer("applied_epoch_millis")};
  return fields.finish(std::move(plan));
}

Result<KnownIds> decode_known_ids(const Value& value) {
  Fields fields(value);
  KnownIds known{fields.string_set("ids"), fields.string("creator_id")};
  return fields.finish(std::move(known));
}

// Decodes the members of an object; the first error becomes the document's.
template <typename T>
std::map<std::string, T> decode_members(Fields& fields, const char* name, Result<T> (*decode)(const Value&)) {
  std::map<std::string, T> members;
  for (const auto& [key, value] : fields.map(name)) {
    auto member = decode(value);
    if (!member) return fields.fault(name, base::printable(key) + ": " + member.error().message), members;
    members.emplace(key, *std::move(member));
  }
  return members;
}

// The fields that version 2 added.
void decode_run_members(Fields& fields, Snapshot& snapshot) {
  snapshot.run = base::decode_member(fields, "run", decode_run);
  snapshot.plan = base::decode_member(fields, "plan", decode_plan_mark);
  snapshot.intents = base::decode_list(fields, "intents", decode_intent);
  snapshot.open_calls = decode_members(fields, "open_calls", decode_call);
  snapshot.known_ids = decode_members(fields, "known_ids", decode_known_ids);
}

// Version 1: a saved plan that was being applied is not resumed, and a create in doubt has no known ids.
void decode_version_1(Fields& fields, const Value& root, Snapshot& snapshot) {
  snapshot.intents = base::decode_list(fields, "in_doubt", decode_old_intent);
  if (root.get("open_deletes").is_null()) return;
  for (const Value& open : fields.list("open_deletes")) {
    Fields members(open);
    std::string id = members.string("id");
    OpenCall call{OpenCall::Kind::Delete, members.address("address"), {}, {}};
    if (auto read = members.finish(0); !read) return fields.fault("open_deletes", read.error().message);
    snapshot.open_calls.emplace(std::move(id), std::move(call));
  }
}

}  // namespace

Value encode_strings(const std::set<std::string>& words) {
  return Value(Value::List(words.begin(), words.end()));
}

Value encode_digests(const SecretDigests& digests) {
  return Value(Value::Map(digests.begin(), digests.end()));
}

Value encode_resource(const Resource& resource) {
  Value::List dependencies;
  for (const auto& address : resource.dependencies) dependencies.emplace_back(address.text());
  Value::Map members{{"id", resource.id},
                     {"attributes", resource.attributes},
                     {"ours", encode_strings(resource.ours)},
                     {"secret_digests", encode_digests(resource.secret_digests)},
                     {"dependencies", std::move(dependencies)},
                     {"skip_trash", resource.skip_trash}};
  add_rare_secrets(members, resource.open_secrets, resource.unverified_secrets);
  return Value(std::move(members));
}

Result<Resource> decode_resource(const Value& value) {
  Fields fields(value);
  Resource resource;
  resource.id = fields.string("id");
  resource.attributes = fields.map("attributes");
  resource.ours = fields.string_set("ours");
  resource.secret_digests = fields.string_map("secret_digests");
  resource.open_secrets = rare_digests(fields, "open_secrets");
  resource.unverified_secrets = rare_strings(fields, "unverified_secrets");
  resource.dependencies = fields.address_list("dependencies");
  resource.skip_trash = fields.boolean("skip_trash");
  return fields.finish(std::move(resource));
}

Value encode_tombstone(const Tombstone& tombstone) {
  Value::Map members{{"address", tombstone.address.text()},
                     {"id", tombstone.id},
                     {"deleted_epoch_millis", tombstone.deleted_epoch_millis},
                     {"ours", encode_strings(tombstone.ours)},
                     {"secret_digests", encode_digests(tombstone.secret_digests)}};
  add_rare_secrets(members, tombstone.open_secrets, tombstone.unverified_secrets);
  return Value(std::move(members));
}

Result<Tombstone> decode_tombstone(const Value& value) {
  Fields fields(value);
  Tombstone tombstone{fields.address("address"),
                      fields.string("id"),
                      fields.integer("deleted_epoch_millis"),
                      fields.string_set("ours"),
                      fields.string_map("secret_digests"),
                      rare_digests(fields, "open_secrets"),
                      rare_strings(fields, "unverified_secrets")};
  return fields.finish(std::move(tombstone));
}

Value encode_intent(const Intent& intent) {
  return Value(Value::Map{{"address", intent.address.text()},
                          {"run", intent.run},
                          {"body", intent.body},
                          {"expected", encode_resource(intent.expected)},
                          {"name_digest", intent.name_digest},
                          {"account_digest", intent.account_digest},
                          {"since_epoch_millis", intent.since_epoch_millis}});
}

Result<Intent> decode_intent(const Value& value) {
  Fields fields(value);
  Intent intent{fields.address("address"),
                fields.string("run"),
                value.get("body"),
                base::decode_member(fields, "expected", decode_resource),
                fields.string("name_digest"),
                fields.string("account_digest"),
                fields.integer("since_epoch_millis")};
  return fields.finish(std::move(intent));
}

Result<Intent> decode_old_intent(const Value& value) {
  Fields fields(value);
  Intent intent{fields.address("address"),
                {},
                value.get("body"),
                base::decode_member(fields, "expected", decode_resource),
                {},
                {},
                fields.integer("since_epoch_millis")};
  return fields.finish(std::move(intent));
}

Value encode_call(const OpenCall& call) {
  return Value(Value::Map{{"call", kCallNames[static_cast<std::size_t>(call.kind)]},
                          {"address", call.address.text()},
                          {"sent", call.sent},
                          {"claims", encode_strings(call.claims)}});
}

Result<OpenCall> decode_call(const Value& value) {
  Fields fields(value);
  const std::string name = fields.string("call");
  const auto kind = std::find(kCallNames.begin(), kCallNames.end(), name);
  if (kind == kCallNames.end()) fields.fault("call", "update, delete or undelete is expected");
  OpenCall call{static_cast<OpenCall::Kind>(kind - kCallNames.begin()), fields.address("address"),
                fields.map("sent"), fields.string_set("claims")};
  return fields.finish(std::move(call));
}

std::string encode(const Snapshot& snapshot) {
  const Value::Map members{{"format", kStateFormat},
                           {"version", kFormatVersion},
                           {"lineage", snapshot.lineage},
                           {"serial", snapshot.serial},
                           {"service_address", snapshot.service_address},
                           {"digest_key", snapshot.digest_key},
                           {"run", encode_run(snapshot.run)},
                           {"plan", encode_plan_mark(snapshot.plan)},
                           {"resources", {}},
                           {"tombstones", encode_list(snapshot.tombstones, encode_tombstone)},
                           {"intents", encode_list(snapshot.intents, encode_intent)},
                           {"open_calls", encode_calls(snapshot.open_calls)},
                           {"known_ids", encode_known_ids(snapshot.known_ids)},
                           {"outputs", encode_outputs(snapshot.outputs)}};
  std::string out;
  for (const auto& [name, value] : members) {
    out += fmt::format("{}\n{}\"{}\": ", out.empty() ? "{" : ",", kIndent, name);
    if (name == "resources") {
      append_resources(out, snapshot);
    } else {
      base::append_json(out, value, 2, 1);
    }
  }
  return out + "\n}\n";
}

void set_writer(std::string& text, std::int64_t serial, const Run& run) {
  // Strings contain no line breaks, so only a member of the document begins there.
  auto set = [&](const char* name, std::string_view end, const std::string& value) {
    const std::string begin = fmt::format("\n{}\"{}\": ", kIndent, name);
    const auto from = text.find(begin) + begin.size();
    text.replace(from, text.find(end, from) - from, value);
  };
  set("serial", ",", std::to_string(serial));
  std::string encoded;
  base::append_json(encoded, encode_run(run), 2, 1);
  set("run", fmt::format(",\n{}\"", kIndent), encoded);
}

Result<Snapshot> decode(std::string_view text) {
  if (base::trim(text).empty()) {
    return base::fail(ErrorKind::Corrupt, "the state file is empty",
                      "If it was always empty, remove it. Otherwise restore a copy, such as the one that "
                      "ends in .backup.");
  }
  auto root = base::parse_json(text);
  if (!root) {
    return base::fail(
        ErrorKind::Corrupt, "the state file cannot be read: " + root.error().message,
        "It was cut off or edited by hand. Restore a copy, such as the one that ends in .backup.");
  }
  if (auto checked = check_format(*root); !checked) return base::fail(checked.error());
  Fields fields(*root);
  Snapshot snapshot;
  snapshot.lineage = fields.string("lineage");
  snapshot.serial = fields.integer("serial");
  snapshot.service_address = fields.string("service_address");
  snapshot.digest_key = fields.string("digest_key");
  for (const auto& [name, value] : fields.map("resources")) {
    auto address = base::parse_address(name);
    auto resource = decode_resource(value);
    if (!address || !resource) {
      fields.fault("resources", base::printable(name) + ": " +
                                    (address ? resource.error().message : "not a resource address"));
      break;
    }
    snapshot.resources.emplace(*std::move(address), *std::move(resource));
  }
  snapshot.tombstones = decode_list(fields, "tombstones", decode_tombstone);
  if (root->get("version") == Value(1)) {
    decode_version_1(fields, *root, snapshot);
  } else {
    decode_run_members(fields, snapshot);
  }
  snapshot.outputs = decode_outputs(fields);
  auto finished = fields.finish(std::move(snapshot));
  if (!finished) {
    return base::fail(ErrorKind::Corrupt, "the state file is damaged: " + finished.error().message,
                      "Restore a copy, such as the one that ends in .backup.");
  }
  return finished;
}

}  // namespace waveform::state
