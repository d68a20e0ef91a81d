#include "planner/report/plan_file.h"

#include <array>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/fields.h"
#include "base/json.h"

namespace waveform::planner {

using base::Address;
using base::ErrorKind;
using base::Fields;
using base::Result;
using base::Value;

namespace {

constexpr std::string_view kFormat = "waveform-plan";
constexpr int kVersion = 1;
// In the place of what JSON has no word for stands an object with this one member (and `value`).
constexpr const char* kTag = "@";

constexpr std::array<std::string_view, 2> kKinds = {"set", "reset"};
constexpr std::array<std::string_view, 4> kVerdicts = {"same", "changed", "first", "other"};

template <typename Enum, std::size_t N>
Value enum_name(const std::array<std::string_view, N>& names, Enum value) {
  return Value(names[static_cast<std::size_t>(value)]);
}

template <typename Enum, std::size_t N>
Enum value_of(Fields& fields, const char* field, const std::array<std::string_view, N>& names) {
  std::string text = fields.string(field);
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == text) return static_cast<Enum>(i);
  }
  fields.fault(field, "a known word is expected");
  return {};
}

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

// Unknown and hidden values are tagged, and so is a map that looks like a tag.
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

Value::Map decode_map(const Value& value) {
  Value decoded = decode_value(value);
  return decoded.is_map() ? decoded.as_map() : Value::Map{};
}

Value encode_address(const Address& address) {
  return Value(address.text());
}
template <typename Addresses>
Value encode_addresses(const Addresses& addresses) {
  return base::encode_list(addresses, encode_address);
}
std::set<Address> address_set(Fields& fields, const char* name) {
  auto list = fields.address_list(name);
  return {list.begin(), list.end()};
}

template <typename Strings>
Value encode_strings(const Strings& strings) {
  return Value(Value::List(strings.begin(), strings.end()));
}

// Every encode_ function takes its struct apart as a whole: a new member that is not encoded does not
// compile.
Value encode_attribute(const AttributeChange& change) {
  const auto& [name, kind, before, after, secret, unordered, left_alone] = change;
  return Value(Value::Map{{"name", name},
                          {"kind", enum_name(kKinds, kind)},
                          {"before", encode_value(before)},
                          {"after", encode_value(after)},
                          {"secret", secret},
                          {"unordered", unordered},
                          {"left_alone", left_alone}});
}

Result<AttributeChange> decode_attribute(const Value& value) {
  Fields fields(value);
  AttributeChange change{fields.string("name"),
                         value_of<AttributeChange::Kind>(fields, "kind", kKinds),
                         decode_value(value.get("before")),
                         decode_value(value.get("after")),
                         fields.boolean("secret"),
                         fields.boolean("unordered"),
                         fields.boolean("left_alone")};
  return fields.finish(std::move(change));
}

Value encode_action(const Action& action) {
  return Value(action_name(action));
}

Result<Action> decode_action(const Value& value) {
  auto action = value.is_string() ? find_action(value.as_string()) : std::nullopt;
  if (!action) return base::fail(ErrorKind::Corrupt, "an action is expected");
  return *action;
}

Value encode_change(const Change& change) {
  const auto& [address, previous_address, title, id, actions, reason, attributes, notes, warnings,
               fingerprint, skip_trash, after] = change;
  Value previous = previous_address ? Value(previous_address->text()) : Value();
  return Value(Value::Map{{"address", address.text()},
                          {"previous_address", std::move(previous)},
                          {"title", title},
                          // An external id is its own id: the apply has it from the state or the import.
                          {"id", fingerprint.empty() ? "" : id},
                          {"actions", base::encode_list(actions, encode_action)},
                          {"reason", reason},
                          {"attributes", base::encode_list(attributes, encode_attribute)},
                          {"notes", encode_strings(notes)},
                          {"warnings", encode_strings(warnings)},
                          {"fingerprint", fingerprint},
                          {"skip_trash", skip_trash},
                          {"after", encode_addresses(after)}});
}

Result<Change> decode_change(const Value& value) {
  Fields fields(value);
  Change change;
  change.address = fields.address("address");
  if (!fields.value("previous_address").is_null())
    change.previous_address = fields.address("previous_address");
  change.title = fields.string("title");
  change.id = fields.string("id");
  change.actions = base::decode_list(fields, "actions", decode_action);
  change.reason = fields.string("reason");
  change.attributes = base::decode_list(fields, "attributes", decode_attribute);
  change.notes = fields.string_list("notes");
  if (!fields.value("warnings").is_null()) change.warnings = fields.string_list("warnings");
  change.fingerprint = fields.string("fingerprint");
  change.skip_trash = fields.boolean("skip_trash");
  change.after = fields.address_list("after");
  if (!change.is_possible()) fields.fault("actions", "these do not go together");
  return fields.finish(std::move(change));
}

Value encode_drift(const Drift& drift) {
  const auto& [address, id, kind, attributes, who, when_epoch_millis] = drift;
  return Value(Value::Map{{"address", address.text()},
                          {"id", id},
                          {"kind", enum_name(kDriftNames, kind)},
                          {"attributes", base::encode_list(attributes, encode_attribute)},
                          {"who", who},
                          {"when_epoch_millis", when_epoch_millis}});
}

Result<Drift> decode_drift(const Value& value) {
  Fields fields(value);
  Drift drift{fields.address("address"),
              fields.string("id"),
              value_of<Drift::Kind>(fields, "kind", kDriftNames),
              base::decode_list(fields, "attributes", decode_attribute),
              fields.string("who"),
              fields.integer("when_epoch_millis")};
  return fields.finish(std::move(drift));
}

Value encode_output(const OutputChange& output) {
  const auto& [name, before, after] = output;
  return Value(Value::Map{{"name", name}, {"before", encode_value(before)}, {"after", encode_value(after)}});
}

Result<OutputChange> decode_output(const Value& value) {
  Fields fields(value);
  OutputChange output{fields.string("name"), decode_value(value.get("before")),
                      decode_value(value.get("after"))};
  return fields.finish(std::move(output));
}

Value encode_options(const PlanOptions& options) {
  const auto& [mode, targets, replace, skip_trash, allow_duplicate, send_secrets, ignored_checks] = options;
  return Value(Value::Map{{"mode", enum_name(kModeNames, mode)},
                          {"targets", encode_addresses(targets)},
                          {"replace", encode_addresses(replace)},
                          {"skip_trash", skip_trash},
                          {"allow_duplicate", allow_duplicate},
                          {"send_secrets", send_secrets},
                          {"ignored_checks", encode_strings(ignored_checks)}});
}

Result<PlanOptions> decode_options(const Value& value) {
  Fields fields(value);
  PlanOptions options{value_of<Mode>(fields, "mode", kModeNames),
                      address_set(fields, "targets"),
                      address_set(fields, "replace"),
                      fields.boolean("skip_trash"),
                      fields.boolean("allow_duplicate"),
                      fields.boolean("send_secrets"),
                      fields.string_set("ignored_checks")};
  return fields.finish(std::move(options));
}

Value encode_origin(const Origin& origin) {
  const auto& [version, made_epoch_millis, commit, service_address, lineage, serial, managed, named_files,
               file_roots, files] = origin;
  return Value(Value::Map{{"version", version},
                          {"made_epoch_millis", made_epoch_millis},
                          {"commit", commit},
                          {"service_address", service_address},
                          {"lineage", lineage},
                          {"serial", serial},
                          {"managed", encode_addresses(managed)},
                          {"named_files", encode_strings(named_files)},
                          {"file_roots", encode_strings(file_roots)},
                          {"files", Value::Map(files.begin(), files.end())}});
}

Result<Origin> decode_origin(const Value& value) {
  Fields fields(value);
  Origin origin{
      fields.string("version"),
      fields.integer("made_epoch_millis"),
      fields.string("commit"),
      fields.string("service_address"),
      fields.string("lineage"),
      fields.integer("serial"),
      address_set(fields, "managed"),
      fields.string_list("named_files"),
      fields.value("file_roots").is_null() ? std::vector<std::string>() : fields.string_list("file_roots"),
      fields.string_map("files")};
  return fields.finish(std::move(origin));
}

Value encode_view(const ResourceView& view) {
  const auto& [address, before, after, ours, secrets, depends_on] = view;
  Value::Map verdicts;
  for (const auto& [name, verdict] : secrets) verdicts.emplace(name, enum_name(kVerdicts, verdict));
  return Value(Value::Map{{"address", address.text()},
                          {"before", encode_value(before)},
                          {"after", encode_value(after)},
                          {"ours", encode_strings(ours)},
                          {"secrets", std::move(verdicts)},
                          {"depends_on", encode_addresses(depends_on)}});
}

Result<ResourceView> decode_view(const Value& value) {
  Fields fields(value);
  ResourceView view;
  view.address = fields.address("address");
  view.before = decode_value(value.get("before"));
  view.after = decode_value(value.get("after"));
  view.ours = fields.string_set("ours");
  Value secrets(fields.map("secrets"));
  Fields verdicts(secrets);
  for (const auto& [name, verdict] : secrets.as_map())
    view.secrets.emplace(name, value_of<SecretVerdict>(verdicts, name.c_str(), kVerdicts));
  if (auto read = verdicts.finish(0); !read) fields.fault("secrets", read.error().message);
  view.depends_on = fields.address_list("depends_on");
  return fields.finish(std::move(view));
}

Value::Map encode_report(const Report& report) {
  const auto& [origin, plan, resources, drifted, outputs_before, outputs_after, variables, configuration] =
      report;
  const auto& [options, changes, drift, outputs, unverified_secrets, left_alone, undecided, unchanged] = plan;
  return {{"origin", encode_origin(origin)},
          {"options", encode_options(options)},
          {"changes", base::encode_list(changes, encode_change)},
          {"drift", base::encode_list(drift, encode_drift)},
          {"outputs", base::encode_list(outputs, encode_output)},
          {"unverified_secrets", encode_addresses(unverified_secrets)},
          {"left_alone", encode_addresses(left_alone)},
          {"undecided", encode_addresses(undecided)},
          {"unchanged", unchanged},
          {"resources", base::encode_list(resources, encode_view)},
          {"drifted_resources", base::encode_list(drifted, encode_view)},
          {"outputs_before", encode_value(Value(outputs_before))},
          {"outputs_after", encode_value(Value(outputs_after))},
          {"variables", encode_value(Value(variables))},
          {"configuration", encode_value(configuration)}};
}

Result<Report> decode_report(const Value& root) {
  Fields fields(root);
  Report report;
  report.origin = base::decode_member(fields, "origin", decode_origin);
  auto& plan = report.plan;
  plan.options = base::decode_member(fields, "options", decode_options);
  plan.changes = base::decode_list(fields, "changes", decode_change);
  plan.drift = base::decode_list(fields, "drift", decode_drift);
  plan.outputs = base::decode_list(fields, "outputs", decode_output);
  plan.unverified_secrets = fields.address_list("unverified_secrets");
  plan.left_alone = address_set(fields, "left_alone");
  plan.undecided = address_set(fields, "undecided");
  plan.unchanged = fields.integer("unchanged");
  report.resources = base::decode_list(fields, "resources", decode_view);
  report.drift = base::decode_list(fields, "drifted_resources", decode_view);
  report.outputs_before = decode_map(root.get("outputs_before"));
  report.outputs_after = decode_map(root.get("outputs_after"));
  report.variables = decode_map(root.get("variables"));
  report.configuration = decode_value(root.get("configuration"));
  return fields.finish(std::move(report));
}

}  // namespace

bool is_plan_file(std::string_view text) {
  return text.substr(0, 200).find(kFormat) != std::string_view::npos;
}

PlanFile encode_plan(const Report& report) {
  Value::Map members = encode_report(report);
  std::string digest = base::sha256_hex(base::write_json(Value(members)));
  Value root = Value(Value::Map{
      {"digest", digest}, {"format", kFormat}, {"plan", std::move(members)}, {"version", kVersion}});
  return {base::write_json(root, 1) + "\n", std::move(digest)};
}

Result<SavedPlan> decode_plan(std::string_view text) {
  auto root = base::parse_json(text);
  if (!is_plan_file(text) || (root && root->get("format") != Value(kFormat))) {
    return base::fail(ErrorKind::Unsupported, "it is not a plan of waveform",
                      "`waveform plan -out=FILE` saves one.");
  }
  const char* again = "Make the plan again: `waveform plan -out=FILE`";
  if (!root) return base::fail(ErrorKind::Corrupt, "the plan cannot be read: " + root.error().message, again);
  const Value& plan = root->get("plan");
  const Value& version = root->get("version");
  if (!version.is_integer() || version.as_integer() > kVersion) {
    return base::fail(ErrorKind::Unsupported, "the plan was written by a newer waveform",
                      "Use the version that made it.");
  }
  std::string digest = base::sha256_hex(base::write_json(plan));
  if (root->get("digest") != Value(digest))
    return base::fail(ErrorKind::Corrupt, "the plan was cut or edited: its digest does not fit", again);
  auto report = decode_report(plan);
  if (!report) return base::fail(ErrorKind::Corrupt, "the plan is damaged: " + report.error().message, again);
  return SavedPlan{*std::move(report), std::move(digest)};
}

}  // namespace waveform::planner
