#include "planner/report/plan_file.h"

#include <array>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/json.h"
#include "base/record.h"

namespace waveform::planner {

using base::ErrorKind;
using base::Result;
using base::Value;

namespace {

constexpr std::string_view kFormat = "waveform-plan";
constexpr int kVersion = 1;
// Values that JSON cannot express become an object with this member (and `value`).
constexpr const char* kTag = "@";

Value tagged(const char* tag, Value value = {}) {
  Value::Map members{{kTag, tag}};
  if (!value.is_null()) members.emplace("value", std::move(value));
  return Value(std::move(members));
}

// "" when it may be shown.
const char* hidden_tag(const Value& value) {
  return value.marks() & Value::Sensitive ? "sensitive" : value.marks() & Value::Masked ? "external id" : "";
}

Value hidden_by(const Value& tag) {
  if (tag == Value("sensitive")) return Value().with_marks(Value::Sensitive);
  if (tag == Value("external id")) return Value().with_marks(Value::Masked);
  return {};
}

// Tags unknown and hidden values, and maps that look like a tag.
Value encode_value(const Value& value) {
  std::string hidden = hidden_tag(value);
  if (value.is_unknown()) return tagged("unknown", hidden.empty() ? Value() : Value(hidden));
  if (!hidden.empty()) return tagged(hidden.c_str());
  Value encoded = base::with_elements(value, encode_value);
  bool looks_tagged = !encoded.get(kTag).is_null();
  return looks_tagged ? tagged("map", std::move(encoded)) : encoded;
}

Value decode_value(const Value& value) {
  if (!value.is_map()) return base::with_elements(value, decode_value);
  const Value& tag = value.get(kTag);
  if (tag == Value("unknown")) return Value::unknown().with_marks(hidden_by(value.get("value")).marks());
  if (Value hidden = hidden_by(tag); hidden.marks() != 0) return hidden;
  const Value& map = tag == Value("map") ? value.get("value") : value;
  return map.is_map() ? base::with_elements(map, decode_value) : Value();
}

// Data for readers, as a member.
Value encode_shown(const Value& value) {
  return encode_value(value);
}
Value encode_shown(const Value::Map& map) {
  return encode_value(Value(map));
}
std::string decode_shown(const Value& value, Value& member) {
  member = decode_value(value);
  return "";
}
std::string decode_shown(const Value& value, Value::Map& member) {
  const Value decoded = decode_value(value);
  if (decoded.is_map()) member = decoded.as_map();
  return "";
}

template <typename Archive, typename T>
void shown(Archive& archive, const char* name, T& member) {
  archive(
      name, member, [](const T& value) { return encode_shown(value); },
      [](const Value& value, T& into) { return decode_shown(value, into); });
}

}  // namespace

// Found by base/record.h.
constexpr const auto& names_of(Unwanted) {
  return kUnwantedNames;
}
constexpr std::array<std::string_view, 2> names_of(AttributeChange::Kind) {
  return {"set", "reset"};
}
constexpr std::array<std::string_view, 4> names_of(SecretVerdict) {
  return {"same", "changed", "first", "other"};
}
constexpr const auto& names_of(Drift::Kind) {
  return kDriftNames;
}
constexpr const auto& names_of(Mode) {
  return kModeNames;
}
static std::array<std::string_view, kActions> names_of(Action) {
  std::array<std::string_view, kActions> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = action_name(static_cast<Action>(i));
  return names;
}

template <typename Archive>
void members(Archive& archive, AttributeChange& change) {
  auto& [name, kind, before, after, secret, unordered, left_alone, identifies] = change;
  archive("name", name)("kind", kind)("secret", secret)("unordered", unordered)("left_alone", left_alone);
  archive.rare("identifies", identifies);
  shown(archive, "before", before);
  shown(archive, "after", after);
}

template <typename Archive>
void members(Archive& archive, Change& change) {
  auto& [address, previous_address, title, id, actions, reason, attributes, notes, warnings, fingerprint,
         skip_trash, after, unwanted] = change;
  archive("address", address)("previous_address", previous_address)("title", title)("actions", actions)(
      "reason", reason)("attributes", attributes)("notes", notes)("fingerprint", fingerprint)(
      "skip_trash", skip_trash)("after", after);
  archive.rare("warnings", warnings).rare("unwanted", unwanted);
  // The id of an external id is secret: the apply takes it from the state or the import.
  const bool is_hidden = !Archive::kReads && fingerprint.empty();
  std::string none;
  archive("id", is_hidden ? none : id);
  archive.require(change.is_possible(), "actions", "these do not go together");
}

template <typename Archive>
void members(Archive& archive, Drift& drift) {
  auto& [address, id, kind, attributes, who, when_epoch_millis] = drift;
  archive("address", address)("id", id)("kind", kind)("attributes", attributes)("who", who)(
      "when_epoch_millis", when_epoch_millis);
}

template <typename Archive>
void members(Archive& archive, OutputChange& output) {
  auto& [name, before, after] = output;
  archive("name", name);
  shown(archive, "before", before);
  shown(archive, "after", after);
}

template <typename Archive>
void members(Archive& archive, Warning& warning) {
  auto& [check, count, place, summary, detail, hint, code] = warning;
  archive("check", check)("count", count)("place", place)("summary", summary)("detail", detail)("hint", hint)(
      "code", code);
}

template <typename Archive>
void members(Archive& archive, PlanOptions& options) {
  auto& [mode, targets, replace, skip_trash, allow_duplicate, send_secrets, ignored_checks] = options;
  archive("mode", mode)("targets", targets)("replace", replace)("skip_trash", skip_trash)(
      "allow_duplicate", allow_duplicate)("send_secrets", send_secrets)("ignored_checks", ignored_checks);
}

template <typename Archive>
void members(Archive& archive, Origin& origin) {
  auto& [version, made_epoch_millis, commit, service_address, lineage, serial, managed, named_files,
         file_roots, given_secrets, files] = origin;
  archive("version", version)("made_epoch_millis", made_epoch_millis)("commit", commit)(
      "service_address", service_address)("lineage", lineage)("serial", serial)("managed", managed)(
      "named_files", named_files)("files", files);
  archive.rare("file_roots", file_roots).rare("given_secrets", given_secrets);
}

template <typename Archive>
void members(Archive& archive, ResourceView& view) {
  auto& [address, before, after, ours, secrets, depends_on] = view;
  archive("address", address)("ours", ours)("secrets", secrets)("depends_on", depends_on);
  shown(archive, "before", before);
  shown(archive, "after", after);
}

template <typename Archive>
void members(Archive& archive, Report& report) {
  auto& [origin, plan, resources, drifted, outputs_before, outputs_after, variables, configuration] = report;
  auto& [options, changes, drift, outputs, unverified_secrets, left_alone, undecided, unchanged, warnings,
         refusal] = plan;
  archive("origin", origin)("options", options)("changes", changes)("drift", drift)("outputs", outputs)(
      "unverified_secrets", unverified_secrets)("left_alone", left_alone)("undecided", undecided)(
      "unchanged", unchanged)("resources", resources)("drifted_resources", drifted);
  archive.rare("warnings", warnings).rare("refusal", refusal);
  shown(archive, "outputs_before", outputs_before);
  shown(archive, "outputs_after", outputs_after);
  shown(archive, "variables", variables);
  shown(archive, "configuration", configuration);
}

bool is_plan_file(std::string_view text) {
  return text.substr(0, 200).find(kFormat) != std::string_view::npos;
}

PlanFile encode_plan(const Report& report) {
  Value plan = base::encode_member(report);
  std::string digest = base::sha256_hex(base::write_json(plan));
  Value root = Value(
      Value::Map{{"digest", digest}, {"format", kFormat}, {"plan", std::move(plan)}, {"version", kVersion}});
  return {base::write_json(root, 1) + "\n", std::move(digest)};
}

Result<SavedPlan> decode_plan(std::string_view text) {
  auto root = base::parse_json(text);
  if (!is_plan_file(text) || (root && root->get("format") != Value(kFormat))) {
    return base::fail(ErrorKind::Unsupported, "it is not a saved plan of waveform",
                      "Save one with `waveform plan -out=FILE`.");
  }
  const char* again = "Plan again: `waveform plan -out=FILE`";
  if (!root) return base::fail(ErrorKind::Corrupt, "the plan cannot be read: " + root.error().message, again);
  const Value& plan = root->get("plan");
  const Value& version = root->get("version");
  if (!version.is_integer() || version.as_integer() > kVersion) {
    return base::fail(ErrorKind::Unsupported, "the plan was written by a newer waveform",
                      "Use the version that saved it.");
  }
  std::string digest = base::sha256_hex(base::write_json(plan));
  if (root->get("digest") != Value(digest))
    return base::fail(ErrorKind::Corrupt, "the plan was truncated or edited: its digest does not match",
                      again);
  auto report = base::decode_record<Report>(plan);
  if (!report) return base::fail(ErrorKind::Corrupt, "the plan is damaged: " + report.error().message, again);
  return SavedPlan{*std::move(report), std::move(digest)};
}

}  // namespace waveform::planner
