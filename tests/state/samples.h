// A snapshot with an example of everything.
#pragma once

#include "state/snapshot.h"

namespace waveform::state {

inline base::Address ec2(const std::string& name) {
  return {"wavefront_cloud_integration_ec2", name, {}};
}

inline Resource bare_resource(const std::string& id) {
  Resource resource;
  resource.id = id;
  return resource;
}

inline Resource sample_resource(const std::string& id) {
  Resource resource;
  resource.id = id;
  resource.attributes = {{"name", "Metrics+ \"prod\"\n"},
                         {"service_refresh_rate_in_minutes", 5},
                         {"enabled", true},
                         {"hostname_tags", base::Value::List{"a", "b"}},
                         {"additional_tags", base::Value::Map{{"env", "prod"}}}};
  resource.ours = {"name", "additional_tags"};
  resource.secret_digests = {{"external_id", "d1"}};
  resource.dependencies = {{"wavefront_cloud_integration_aws_external_id", "shared", {}}};
  return resource;
}

inline Intent sample_intent(const std::string& name) {
  return {ec2(name), "run-1", base::Value(base::Value::Map{{"name", name}}), bare_resource(""), "d5",
          "d6",      34};
}

inline Snapshot sample_snapshot() {
  Snapshot snapshot;
  snapshot.lineage = "0526e19d-c6f4-417a-a2a7-312d14b4aab2";
  snapshot.serial = 7;
  snapshot.service_address = "https://example.wavefront.com";
  snapshot.digest_key = "k3y";
  snapshot.resources.emplace(ec2("main"), sample_resource("id-1"));
  snapshot.resources.emplace(base::Address{"t", "n", std::int64_t{2}}, bare_resource("id-2"));
  snapshot.resources.emplace(base::Address{"t", "n", "a \"key\""}, bare_resource("id-3"));
  snapshot.tombstones = {{ec2("gone"), "id-4", 1'700'000'000'000, {"name"}, {{"external_id", "d2"}}},
                         {ec2("gone"), "id-7", 1'700'000'000'001, {}, {}, {{"api_key", "d7"}}, {"api_key"}}};
  snapshot.run = {"run-2", "machine", false};
  snapshot.plan = {"d3", {ec2("main"), ec2("made")}, {ec2("made")}, 91};
  snapshot.intents = {sample_intent("lost"), {ec2("external"), "run-1", {}, {}, {}, {}, 56}};
  snapshot.open_calls = {
      {"id-1", {OpenCall::Kind::Update, ec2("main"), {{"name", "y"}, {"additional_tags", {}}}, {"name"}}},
      {"id-5", {OpenCall::Kind::Delete, ec2("going"), {}, {}}},
      {"id-6", {OpenCall::Kind::Undelete, ec2("coming"), {}, {}}}};
  snapshot.known_ids = {{"run-1", {{"id-1", "id-2"}, "api@example.com"}}};
  auto& secret = snapshot.resources.at({"t", "n", "a \"key\""});
  secret.open_secrets = {{"api_key", "d4"}};
  secret.unverified_secrets = {"password"};
  snapshot.resources.at({"t", "n", std::int64_t{2}}).skip_trash = true;
  snapshot.outputs = {{"external_id", base::Value("wave1").with_marks(base::Value::Masked)},
                      {"ids", base::Value::List{"id-1"}},
                      {"rate", 2.5}};
  return snapshot;
}

}  // namespace waveform::state
