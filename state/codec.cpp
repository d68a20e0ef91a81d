#include "state/codec.h"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/json.h"
#include "base/record.h"
#include "base/text.h"
#include "state/members.h"

namespace waveform::state {

using base::ErrorKind;
using base::Result;
using base::Value;

namespace {

constexpr const char* kRestore =
    "Restore a copy. The one that ends in .backup is one run older; `waveform status` then lists what it "
    "lacks, "
    "to be imported.";

constexpr std::string_view kStateFormat = "waveform-state";
constexpr const char* kIndent = "  ";

// An output with its mark: an external id stays masked wherever it is shown later.
Value encode_outputs(const Value::Map& outputs) {
  Value::Map encoded;
  for (const auto& [name, value] : outputs) {
    bool masked = (value.marks_within() & Value::Masked) != 0;
    encoded.emplace(name, Value(Value::Map{{"value", value}, {"masked", masked}}));
  }
  return Value(std::move(encoded));
}

// What is wrong, or "".
std::string decode_outputs(const Value& value, Value::Map& outputs) {
  if (!value.is_map()) return "a map is expected";
  for (const auto& [name, encoded] : value.as_map()) {
    const Value& masked = encoded.get("masked");
    if (!masked.is_bool()) return "an object with a value and masked is expected";
    outputs.emplace(name, encoded.get("value").with_marks(masked.as_bool() ? Value::Masked : 0));
  }
  return "";
}

Value encode_tombstones(const Tombstones& tombstones) {
  return base::encode_member(std::vector<Tombstone>(tombstones.begin(), tombstones.end()));
}

std::string decode_tombstones(const Value& value, Tombstones& tombstones) {
  std::vector<Tombstone> list;
  auto wrong = base::decode_member(value, list);
  tombstones = std::move(list);
  return wrong;
}

// Freed one by one: as a whole they would be the largest object in memory.
void append_resources(std::string& out, const Snapshot& snapshot) {
  std::map<std::string, const Resource*> sorted;
  for (const auto& [address, resource] : snapshot.resources) sorted.emplace(address.text(), &resource);
  const char* before = "{";
  for (const auto& [address, resource] : sorted) {
    out += fmt::format("{}\n{}{}{}: ", std::exchange(before, ","), kIndent, kIndent,
                       base::write_json(Value(address)));
    base::append_json(out, base::encode_member(*resource), 2, 2);
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

// Version 1: a saved plan that was being applied is not resumed, and a create in doubt has no known ids.
void decode_version_1(base::Decoder& decoder, Snapshot& snapshot) {
  std::vector<OldIntent> intents;
  std::vector<OldDelete> deletes;
  decoder("in_doubt", intents).rare("open_deletes", deletes);
  for (auto& old : intents) snapshot.intents.push_back(std::move(old.intent));
  for (auto& old : deletes)
    snapshot.open_calls.emplace(old.id, OpenCall{OpenCall::Kind::Delete, old.address, {}, {}});
}

// All but the resources: they are written and read one by one.
template <typename Archive>
void current_members(Archive& archive, Snapshot& snapshot) {
  archive("run", snapshot.run)("plan", snapshot.plan)("intents", snapshot.intents)(
      "open_calls", snapshot.open_calls)("known_ids", snapshot.known_ids);
}
template <typename Archive>
void members(Archive& archive, Snapshot& snapshot) {
  archive("lineage", snapshot.lineage)("serial", snapshot.serial)(
      "service_address", snapshot.service_address)("digest_key", snapshot.digest_key);
  archive("tombstones", snapshot.tombstones, encode_tombstones, decode_tombstones);
  archive("outputs", snapshot.outputs, encode_outputs, decode_outputs);
}

std::string decode_resources(const Value& value, std::map<base::Address, Resource>& resources) {
  if (!value.is_map()) return "a map is expected";
  for (const auto& [name, encoded] : value.as_map()) {
    auto address = base::parse_address(name);
    auto resource = base::decode_record<Resource>(encoded);
    if (!address || !resource)
      return base::printable(name) + ": " + (address ? resource.error().message : "not a resource address");
    resources.emplace(*std::move(address), *std::move(resource));
  }
  return "";
}

}  // namespace

std::string encode(const Snapshot& snapshot) {
  base::Encoder encoder;
  encoder("format", std::string(kStateFormat))("version", kFormatVersion)("resources", Value::Map());
  auto& unchanged = const_cast<Snapshot&>(snapshot);  // NOLINT: an encoder only reads
  members(encoder, unchanged);
  current_members(encoder, unchanged);
  std::string out;
  for (const auto& [name, value] : encoder.object) {
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
  base::append_json(encoded, base::encode_member(run), 2, 1);
  set("run", fmt::format(",\n{}\"", kIndent), encoded);
}

Result<Snapshot> decode(std::string_view text) {
  if (base::trim(text).empty()) {
    return base::fail(ErrorKind::Corrupt, "the state file is empty",
                      "If it was always empty, remove it. Otherwise: " + std::string(kRestore));
  }
  auto root = base::parse_json(text);
  if (!root) {
    return base::fail(ErrorKind::Corrupt, "the state file cannot be read: " + root.error().message,
                      "It was truncated or edited, for example by a merge. " + std::string(kRestore));
  }
  if (auto checked = check_format(*root); !checked) return base::fail(checked.error());
  base::Decoder decoder(*root);
  Snapshot snapshot;
  members(decoder, snapshot);
  decoder("resources", snapshot.resources, nullptr, decode_resources);
  if (root->get("version") == Value(1)) {
    decode_version_1(decoder, snapshot);
  } else {
    current_members(decoder, snapshot);
  }
  auto finished = decoder.finish(std::move(snapshot));
  if (!finished) {
    return base::fail(ErrorKind::Corrupt, "the state file is damaged: " + finished.error().message, kRestore);
  }
  return finished;
}

}  // namespace waveform::state
