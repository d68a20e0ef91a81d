#include "state/codec.h"

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

Value strings(const std::set<std::string>& words) {
  return Value(Value::List(words.begin(), words.end()));
}

Value digests(const SecretDigests& digests) {
  return Value(Value::Map(digests.begin(), digests.end()));
}

// An output with its mark: an external id stays masked in what is shown of it later.
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

// One by one: as a whole they would be the largest thing in memory.
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

// Faults that are worth words of their own, before any field is read.
Result<void> check_format(const Value& root) {
  if (!root.get("terraform_version").is_null()) {
    return base::fail(ErrorKind::Unsupported, "it is a state file of Terraform or OpenTofu",
                      "waveform keeps a state of its own: leave that file alone, name another with -state, "
                      "and take over what exists with `waveform import`.");
  }
  if (root.get("format") != Value(kStateFormat)) {
    return base::fail(ErrorKind::Unsupported, "it is not a waveform state file",
                      "Name the right file with -state.");
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

}  // namespace

Value encode_resource(const Resource& resource) {
  Value::List dependencies;
  for (const auto& address : resource.dependencies) dependencies.emplace_back(address.text());
  return Value(Value::Map{{"id", resource.id},
                          {"attributes", resource.attributes},
                          {"ours", strings(resource.ours)},
                          {"secret_digests", digests(resource.secret_digests)},
                          {"dependencies", std::move(dependencies)},
                          {"skip_trash", resource.skip_trash}});
}

Result<Resource> decode_resource(const Value& value) {
  Fields fields(value);
  Resource resource;
  resource.id = fields.string("id");
  resource.attributes = fields.map("attributes");
  resource.ours = fields.string_set("ours");
  resource.secret_digests = fields.string_map("secret_digests");
  for (const auto& text : fields.string_list("dependencies")) {
    auto address = base::parse_address(text);
    if (!address) {
      fields.fault("dependencies", "a resource address is expected");
      break;
    }
    resource.dependencies.push_back(*std::move(address));
  }
  resource.skip_trash = fields.boolean("skip_trash");
  return fields.finish(std::move(resource));
}

Value encode_tombstone(const Tombstone& tombstone) {
  return Value(Value::Map{{"address", tombstone.address.text()},
                          {"id", tombstone.id},
                          {"deleted_epoch_millis", tombstone.deleted_epoch_millis},
                          {"ours", strings(tombstone.ours)},
                          {"secret_digests", digests(tombstone.secret_digests)}});
}

Result<Tombstone> decode_tombstone(const Value& value) {
  Fields fields(value);
  Tombstone tombstone{fields.address("address"), fields.string("id"), fields.integer("deleted_epoch_millis"),
                      fields.string_set("ours"), fields.string_map("secret_digests")};
  return fields.finish(std::move(tombstone));
}

Value encode_doubt(const Doubt& doubt) {
  return Value(Value::Map{{"address", doubt.address.text()},
                          {"body", doubt.body},
                          {"expected", encode_resource(doubt.expected)},
                          {"watermark", doubt.watermark},
                          {"since_epoch_millis", doubt.since_epoch_millis}});
}

Result<Doubt> decode_doubt(const Value& value) {
  Fields fields(value);
  Doubt doubt{fields.address("address"),
              value.get("body"),
              {},
              fields.integer("watermark"),
              fields.integer("since_epoch_millis")};
  auto expected = decode_resource(value.get("expected"));
  if (!expected) {
    fields.fault("expected", expected.error().message);
  } else {
    doubt.expected = *std::move(expected);
  }
  return fields.finish(std::move(doubt));
}

Value encode_open_deletes(const std::map<std::string, OpenDelete>& deletes) {
  Value::List list;
  for (const auto& [id, open] : deletes) {
    list.emplace_back(Value::Map{
        {"id", id}, {"address", open.address.text()}, {"since_epoch_millis", open.since_epoch_millis}});
  }
  return Value(std::move(list));
}

Result<std::pair<std::string, OpenDelete>> decode_open_delete(const Value& value) {
  Fields fields(value);
  std::pair<std::string, OpenDelete> open{fields.string("id"),
                                          {fields.address("address"), fields.integer("since_epoch_millis")}};
  return fields.finish(std::move(open));
}

std::string encode(const Snapshot& snapshot) {
  Value::Map members{{"format", kStateFormat},
                     {"version", kFormatVersion},
                     {"lineage", snapshot.lineage},
                     {"serial", snapshot.serial},
                     {"service_address", snapshot.service_address},
                     {"digest_key", snapshot.digest_key},
                     {"plan", snapshot.plan},
                     {"resources", {}},
                     {"tombstones", encode_list(snapshot.tombstones, encode_tombstone)},
                     {"in_doubt", encode_list(snapshot.in_doubt, encode_doubt)},
                     {"outputs", encode_outputs(snapshot.outputs)}};
  // Rare, and added later: files without it are as they were.
  if (!snapshot.open_deletes.empty())
    members.emplace("open_deletes", encode_open_deletes(snapshot.open_deletes));
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

void set_serial(std::string& text, std::int64_t serial) {
  const std::string name =
      fmt::format("\n{}\"serial\": ", kIndent);  // strings have no line breaks: the only one
  const auto begin = text.find(name) + name.size();
  text.replace(begin, text.find(',', begin) - begin, std::to_string(serial));
}

Result<Snapshot> decode(std::string_view text) {
  if (base::trim(text).empty()) {
    return base::fail(ErrorKind::Corrupt, "the state file is empty",
                      "If it never held anything, remove it; otherwise put back a copy, such as the one that "
                      "ends in .backup.");
  }
  auto root = base::parse_json(text);
  if (!root) {
    return base::fail(ErrorKind::Corrupt, "the state file cannot be read: " + root.error().message,
                      "It was cut or edited by hand: put back a copy, such as the one that ends in .backup.");
  }
  if (auto checked = check_format(*root); !checked) return base::fail(checked.error());
  Fields fields(*root);
  Snapshot snapshot;
  snapshot.lineage = fields.string("lineage");
  snapshot.serial = fields.integer("serial");
  snapshot.service_address = fields.string("service_address");
  snapshot.digest_key = fields.string("digest_key");
  if (const Value& plan = root->get("plan"); plan.is_string()) snapshot.plan = plan.as_string();
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
  snapshot.in_doubt = decode_list(fields, "in_doubt", decode_doubt);
  if (!root->get("open_deletes").is_null()) {
    for (auto& open : decode_list(fields, "open_deletes", decode_open_delete))
      snapshot.open_deletes.insert(std::move(open));
  }
  snapshot.outputs = decode_outputs(fields);
  auto finished = fields.finish(std::move(snapshot));
  if (!finished) {
    return base::fail(ErrorKind::Corrupt, "the state file is damaged: " + finished.error().message,
                      "Put back a copy, such as the one that ends in .backup.");
  }
  return finished;
}

}  // namespace waveform::state
