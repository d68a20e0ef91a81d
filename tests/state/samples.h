// A snapshot with something of everything in it.
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

inline Snapshot sample_snapshot() {
  Snapshot snapshot;
  snapshot.lineage = "0526e19d-c6f4-417a-a2a7-312d14b4aab2";
  snapshot.serial = 7;
  snapshot.service_address = "https://example.wavefront.com";
  snapshot.digest_key = "k3y";
  snapshot.resources.emplace(ec2("main"), sample_resource("id-1"));
  snapshot.resources.emplace(base::Address{"t", "n", std::int64_t{2}}, bare_resource("id-2"));
  snapshot.resources.emplace(base::Address{"t", "n", "a \"key\""}, bare_resource("id-3"));
  snapshot.tombstones = {{ec2("gone"), "id-4", 1'700'000'000'000, {"name"}, {{"external_id", "d2"}}}};
  snapshot.in_doubt = {{ec2("lost"), base::Value(base::Value::Map{{"name", "x"}}), bare_resource(""), 12, 34},
                       {ec2("external"), {}, {}, 0, 56}};
  snapshot.open_deletes = {{"id-5", {ec2("going"), 78}}};
  snapshot.resources.at({"t", "n", std::int64_t{2}}).skip_trash = true;
  snapshot.outputs = {{"external_id", base::Value("wave1").with_marks(base::Value::Masked)},
                      {"ids", base::Value::List{"id-1"}},
                      {"rate", 2.5}};
  return snapshot;
}

}  // namespace waveform::state
