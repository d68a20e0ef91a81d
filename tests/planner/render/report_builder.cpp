#include "tests/planner/render/report_builder.h"

#include <algorithm>

#include <fmt/format.h>

namespace waveform::test {

using base::Address;
using base::Value;
using planner::Action;
using planner::AttributeChange;
using planner::Change;
using planner::Drift;
using planner::Report;
using planner::ResourceView;

namespace {

constexpr const char* kExternalId = "wavefront_cloud_integration_aws_external_id";

bool is_external_id(const Address& address) {
  return address.type == kExternalId;
}

const char* title_of(const Address& address) {
  if (is_external_id(address)) return "AWS external id";
  return address.type == "wavefront_cloud_integration_cloudwatch" ? "AWS CloudWatch" : "AWS Metrics+ (EC2)";
}

// A UUID that is the same for the same address in every run and on every machine.
std::string id_of(const Address& address) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (char c : address.text()) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return fmt::format("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", hash >> 32U, (hash >> 16U) & 0xFFFFU,
                     hash & 0xFFFU, (hash >> 40U) & 0xFFFU, hash & 0xFFFFFFFFFFFFU);
}

// All attributes of a resource that is as the manifest says.
Value::Map attributes_of(const Address& address, bool exists) {
  if (is_external_id(address))
    return {{"id", exists ? masked() : Value::unknown().with_marks(Value::Masked)}};
  return {{"name", address.name},
          {"role_arn", "arn:aws:iam::123456789012:role/waveform"},
          {"external_id", hidden()},
          {"service_refresh_rate_in_minutes", 5},
          {"additional_tags", Value()},
          {"enabled", true},
          {"id", exists ? Value(id_of(address)) : Value::unknown()},
          {"created_epoch_millis", exists ? Value(1'700'000'000'000) : Value::unknown()}};
}

Value with_attributes(Value::Map all, const std::vector<AttributeChange>& changes, bool after) {
  for (const auto& change : changes) {
    bool hidden_one = change.secret && change.kind == AttributeChange::Kind::Set;
    all.insert_or_assign(change.name, hidden_one ? hidden() : after ? change.after : change.before);
  }
  return all;
}

std::set<std::string> names_given(const std::vector<AttributeChange>& attributes) {
  std::set<std::string> names{"name", "role_arn", "external_id"};
  for (const auto& attribute : attributes) {
    if (attribute.kind == AttributeChange::Kind::Set && !attribute.left_alone) names.insert(attribute.name);
  }
  return names;
}

ResourceView view_of(const Address& address) {
  ResourceView view{
      .address = address, .before = {}, .after = {}, .ours = {}, .secrets = {}, .depends_on = {}};
  if (!is_external_id(address)) view.secrets = {{"external_id", planner::SecretVerdict::Same}};
  return view;
}

ResourceView view_of(const Change& change) {
  auto view = view_of(change.address);
  bool is_new = change.has(Action::Create) || change.has(Action::Replace);
  bool goes = change.has(Action::Delete) || change.has(Action::Forget);
  view.depends_on = change.after;
  for (const auto& attribute : change.attributes) {
    if (attribute.secret) view.secrets.insert_or_assign(attribute.name, planner::SecretVerdict::Changed);
  }
  if (!change.has(Action::Create)) {
    auto all = attributes_of(change.address, true);
    if (change.has(Action::Enable)) all.insert_or_assign("enabled", false);
    view.before = change.has(Action::Replace) ? Value(all) : with_attributes(all, change.attributes, false);
  }
  if (!goes) {
    auto all = attributes_of(change.address, !is_new);
    if (change.has(Action::Disable)) all.insert_or_assign("enabled", false);
    view.after = with_attributes(all, change.attributes, true);
    view.ours = names_given(change.attributes);
  }
  return view;
}

}  // namespace

AttributeChange set(const std::string& name, Value before, Value after) {
  AttributeChange change;
  change.name = name;
  change.identifies = name == "name" || name == "role_arn";
  change.before = std::move(before);
  change.after = std::move(after);
  return change;
}

AttributeChange reset(const std::string& name, Value before, Value after) {
  auto change = set(name, std::move(before), std::move(after));
  change.kind = AttributeChange::Kind::Reset;
  return change;
}

AttributeChange secret(const std::string& name) {
  auto change = set(name, {}, hidden());
  change.secret = true;
  return change;
}

AttributeChange unordered(AttributeChange change) {
  change.unordered = true;
  return change;
}

AttributeChange left_alone(AttributeChange change) {
  change.left_alone = true;
  return change;
}

Value hidden() {
  return Value().with_marks(Value::Sensitive);
}
Value masked() {
  return Value().with_marks(Value::Masked);
}

Address ec2(const std::string& name, Address::Key key) {
  return {"wavefront_cloud_integration_ec2", name, std::move(key)};
}
Address cloudwatch(const std::string& name, Address::Key key) {
  return {"wavefront_cloud_integration_cloudwatch", name, std::move(key)};
}
Address external_id(const std::string& name) {
  return {kExternalId, name, {}};
}

Change change(const Address& address, std::vector<Action> actions, std::vector<AttributeChange> attributes,
              std::string reason) {
  Change change;
  change.address = address;
  change.title = title_of(address);
  bool is_new = actions.front() == Action::Create;
  change.id = is_new ? "" : is_external_id(address) ? "wave-" + address.name : id_of(address);
  change.fingerprint = is_new || is_external_id(address) ? "" : "f1";
  change.skip_trash = is_external_id(address) && actions.front() == Action::Delete;
  change.actions = std::move(actions);
  change.attributes = std::move(attributes);
  change.reason = std::move(reason);
  return change;
}

ReportBuilder::ReportBuilder() {
  report_.origin.version = "0.0.0-test";
  report_.origin.made_epoch_millis = 1'714'564'800'000;  // 2024-05-01T12:00:00Z
  report_.origin.commit = "0123456789abcdef0123456789abcdef01234567";
  report_.origin.service_address = "https://example.wavefront.com";
  report_.origin.lineage = "3d7e5c52-6f4f-4b1c-9d6b-4b3c3f0a4a11";
  report_.origin.serial = 7;
  report_.origin.files = {{"main.tf", std::string(64, 'a')}};
}

ReportBuilder& ReportBuilder::mode(planner::Mode mode) {
  report_.plan.options.mode = mode;
  return *this;
}

ReportBuilder& ReportBuilder::target(const Address& address) {
  report_.plan.options.targets.insert(address);
  return *this;
}

ReportBuilder& ReportBuilder::change(Change change) {
  view(view_of(change));
  if (change.has(Action::Replace)) report_.plan.options.replace.insert(change.address);
  if (!change.id.empty() && !change.has(Action::Import)) report_.origin.managed.insert(change.address);
  report_.plan.changes.push_back(std::move(change));
  return *this;
}

ReportBuilder& ReportBuilder::drift(const Address& address, Drift::Kind kind,
                                    std::vector<AttributeChange> attributes, std::string who,
                                    std::int64_t when_epoch_millis) {
  auto seen = view_of(address);
  if (kind != Drift::Kind::Recovered)
    seen.before = with_attributes(attributes_of(address, true), attributes, false);
  if (kind == Drift::Kind::Changed || kind == Drift::Kind::Recovered)
    seen.after = with_attributes(attributes_of(address, true), attributes, true);
  report_.drift.push_back(std::move(seen));
  report_.origin.managed.insert(address);
  report_.plan.drift.push_back(
      {address, id_of(address), kind, std::move(attributes), std::move(who), when_epoch_millis});
  return *this;
}

ReportBuilder& ReportBuilder::output(const std::string& name, Value before, Value after) {
  bool is_new = before.is_null() && before.marks() == 0;
  bool is_gone = after.is_null() && after.marks() == 0;
  if (!is_new) report_.outputs_before.insert_or_assign(name, before);
  if (!is_gone) report_.outputs_after.insert_or_assign(name, after);
  report_.plan.outputs.push_back({name, std::move(before), std::move(after)});
  return *this;
}

ReportBuilder& ReportBuilder::warning(planner::Warning warning) {
  report_.plan.warnings.push_back(std::move(warning));
  return *this;
}

ReportBuilder& ReportBuilder::refused(std::string refusal) {
  report_.plan.refusal = std::move(refusal);
  return *this;
}

ReportBuilder& ReportBuilder::unverified(const Address& address) {
  report_.plan.unverified_secrets.push_back(address);
  return *this;
}

ReportBuilder& ReportBuilder::unchanged(const Address& address) {
  auto same = view_of(address);
  same.before = same.after = attributes_of(address, true);
  same.ours = names_given({});
  view(std::move(same));
  report_.origin.managed.insert(address);
  ++report_.plan.unchanged;
  return *this;
}

ReportBuilder& ReportBuilder::not_covered(const Address& address) {
  unchanged(address);
  --report_.plan.unchanged;
  report_.plan.left_alone.insert(address);
  return *this;
}

Report ReportBuilder::done() {
  auto by_address = [](const ResourceView& a, const ResourceView& b) { return a.address < b.address; };
  std::sort(report_.resources.begin(), report_.resources.end(), by_address);
  return std::move(report_);
}

void ReportBuilder::view(ResourceView view) {
  report_.resources.push_back(std::move(view));
}

}  // namespace waveform::test
