// Interrupted, refused or locked runs: nothing is lost, nothing is created twice.
#include <csignal>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "tests/support/tenant.h"
#include "tests/support/text.h"

using waveform::base::Value;
using waveform::test::has;
using waveform::test::Run;
using waveform::test::Tenant;

namespace {

std::string ec2(const std::string& name, const std::string& external_id) {
  return fmt::format(
      "resource \"wavefront_cloud_integration_ec2\" \"{0}\" {{\n  name = \"{0}\"\n  role_arn = "
      "\"arn:aws:iam::123456789012:role/wavefront\"\n  external_id = \"{1}\"\n}}\n",
      name, external_id);
}

// A tenant whose manifest has these EC2 integrations.
struct Wanting : Tenant {
  explicit Wanting(const std::vector<std::string>& names, waveform::provider::simulator::Options options = {})
      : Tenant(std::move(options)) {
    std::string external_id = make_external_id();
    std::string text;
    for (const auto& name : names) text += ec2(name, external_id);
    manifest(text);
  }
  void go_wrong(const std::string& fault) { REQUIRE(service().add_fault(fault)); }
  Run apply_soon(std::vector<std::string> more = {}) {
    more.emplace_back("-settle-timeout=1s");
    return apply(std::move(more));
  }
};

}  // namespace

TEST_CASE(
    "a create whose response was lost after it took effect is found by the run itself, and not repeated") {
  for (const char* fault : {"create:2:drop-after", "create:2:status-after=500"}) {
    Wanting tenant({"a", "b", "c"});
    tenant.go_wrong(fault);
    Run run = tenant.apply();
    INFO(run.all());
    CHECK(run.exit_code == 0);
    CHECK(has(run.out, "Done: 3 created."));
    CHECK(tenant.live().size() == 3);
    CHECK(tenant.service().counters().by_call.at("create") == 3);
    tenant.expect_empty_plan();
  }
}

TEST_CASE("a create that never arrived is repeated by the run itself after the settle time") {
  Wanting tenant({"a", "b"});
  tenant.go_wrong("create:1:drop-before");
  Run run = tenant.apply_soon();
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(tenant.live().size() == 2);
  CHECK(tenant.service().counters().by_call.at("create") == 3);
  tenant.expect_empty_plan();
}

TEST_CASE("the next run finds what a run could not search for") {
  Wanting tenant({"a", "b", "c"});
  tenant.go_wrong("create:2:drop-after");
  tenant.go_wrong("list:2:status=403");
  Run run = tenant.apply();
  INFO(run.all());
  CHECK(run.exit_code == 1);
  CHECK(has(run.out, "Not all done: 2 created; 1 failed, 0 not tried."));
  CHECK(has(run.err, "it is in doubt whether it was created (cannot list the integrations"));
  CHECK(tenant.live().size() == 3);

  Run plan = tenant.plan();
  INFO(plan.all());
  CHECK(plan.exit_code == 0);
  CHECK(has(plan.err, " is in doubt: found "));
  CHECK(tenant.apply().exit_code == 0);
  CHECK(tenant.live().size() == 3);
  tenant.expect_empty_plan();
}

TEST_CASE(
    "a server that reads a request on a kept-alive connection, does it and closes gets each create once") {
  std::vector<std::string> names;
  for (int i = 0; i < 20; ++i) names.push_back(fmt::format("n{}", i));
  for (const char* width : {"-parallelism=1", "-parallelism=10"}) {
    Wanting tenant(names);
    tenant.go_wrong("create:every=2:drop-after");
    CHECK(tenant.apply({width}).exit_code == 0);
    CHECK(tenant.service().counters().by_call.at("create") == 20);
    CHECK(tenant.live().size() == 20);
    tenant.expect_empty_plan();
  }
}

TEST_CASE("the next run creates what a run could not search for and never created, after the settle time") {
  Wanting tenant({"a"});
  tenant.go_wrong("create:1:drop-before");
  tenant.go_wrong("list:2:status=403");
  CHECK(tenant.apply().exit_code == 1);
  CHECK(tenant.live().empty());
  Run plan = tenant.plan();
  CHECK(plan.exit_code == 2);
  CHECK(has(plan.err, "not found so far"));
  Run run = tenant.apply_soon();
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(has(run.err, "the service did not create it"));
  CHECK(tenant.live().size() == 1);
  tenant.expect_empty_plan();
}

TEST_CASE(
    "when more integrations equal a lost create than were requested, the user decides with given commands; "
    "everything else continues") {
  Wanting tenant({"a", "b"});
  tenant.go_wrong("create:1:drop-after");
  // Another user creates the same integration at the same time.
  Value twin(Value::Map{{"name", "a"}, {"service", "EC2"}});
  twin = twin.with_path("ec2.baseCredentials.roleArn", "arn:aws:iam::123456789012:role/wavefront");
  REQUIRE(
      tenant.service().add_change(Value(Value::Map{{"after", "create:1"}, {"do", "add"}, {"with", twin}})));
  Run run = tenant.apply_soon({"-parallelism=1"});
  INFO(run.all());
  CHECK(run.exit_code == 1);
  CHECK(has(run.out, "Not all done: 1 created; 1 failed, 0 not tried."));
  CHECK(has(run.err, "it is in doubt: a new integration may be it, or belong to another user"));
  for (int i = 0; i < 2; ++i) {
    std::string id = tenant.id_of("a");
    CHECK(has(run.err, "waveform import wavefront_cloud_integration_ec2.a " + id));
    CHECK(has(run.err, "waveform state rm wavefront_cloud_integration_ec2.a"));
    run = tenant.apply_soon();
    INFO(run.all());
    CHECK(run.exit_code == 1);
    CHECK(has(run.err, "In doubt: wavefront_cloud_integration_ec2.a"));
  }
  CHECK(tenant.waveform({"import", "wavefront_cloud_integration_ec2.a", tenant.id_of("a")}).exit_code == 0);
  CHECK(tenant.apply().exit_code == 0);
  CHECK(tenant.live().size() == 3);
  tenant.expect_empty_plan();
}

TEST_CASE("lost responses for identical integrations never cause duplicates") {
  std::string external_id;
  for (const char* fault :
       {"create:every=2:drop-after", "create:every=3:status-after=500", "create:2:drop-before"}) {
    INFO(fault);
    Tenant tenant;
    external_id = tenant.make_external_id();
    std::string text;
    for (int i = 0; i < 6; ++i) {
      std::string block = ec2("twin", external_id);
      text += block.replace(block.find("\"twin\""), 6, fmt::format("\"twin{}\"", i));
    }
    tenant.manifest(text);
    REQUIRE(tenant.service().add_fault(fault));
    Run run = tenant.apply({"-settle-timeout=1s", "-allow-duplicate"});
    INFO(run.all());
    CHECK(run.exit_code == 0);
    CHECK(tenant.live().size() == 6);
    tenant.expect_empty_plan();
  }
}

TEST_CASE("a run that is killed after any of its requests is completed by the next one") {
  const std::vector<std::string> names = {"a", "b", "c"};
  // The request takes effect and gets no response, or has no effect.
  for (const std::string fault : {"delay=1m", "hang"}) {
    int kills = 0;
    for (bool was_killed = true; was_killed;) {
      Wanting tenant(names);
      tenant.forget_requests();
      tenant.go_wrong(fmt::format("any:{}:{}", kills + 1, fault));
      auto requests = [&] { return tenant.service().counters().requests; };
      const Run run =
          waveform::test::run_program(WAVEFORM_BINARY, {"apply", "-auto-approve", "-parallelism=1"},
                                      {.directory = tenant.directory().path(),
                                       .environment = tenant.environment,
                                       .input = {},
                                       .kill_when = [&] { return requests() > kills; }});
      INFO(fault, " ", kills, "\n", run.all());
      tenant.service().clear_faults();
      was_killed = run.exit_code == 128 + SIGKILL;
      if (was_killed) {
        CHECK(requests() == ++kills);
        const Run next = tenant.apply_soon();
        INFO(next.all());
        CHECK(next.exit_code == 0);
      } else {
        CHECK(run.exit_code == 0);
        CHECK(requests() == kills);  // each of them was the last one of a killed run
      }
      CHECK(tenant.live().size() == names.size());
      tenant.expect_empty_plan();
    }
    CHECK(kills >= 2 + static_cast<int>(names.size()));  // the list, the recycle bin and the creates
  }
}

TEST_CASE("SIGTERM: running changes finish, the rest is left for the next run, the state is written") {
  std::vector<std::string> names = {"a", "b", "c", "d", "e"};
  waveform::provider::simulator::Options slow;
  slow.latency = waveform::base::Millis(150);
  Wanting tenant(names, slow);
  waveform::test::RunOptions options{.directory = tenant.directory().path(),
                                     .environment = tenant.environment,
                                     .input = {},
                                     .signal = SIGTERM,
                                     .signal_when = {"created wavefront_"}};
  auto stopped =
      waveform::test::run_program(WAVEFORM_BINARY, {"apply", "-auto-approve", "-parallelism=1"}, options);
  INFO(stopped.all());
  CHECK(stopped.exit_code == 130);
  CHECK(has(stopped.err, "Stopping: waiting for changes in progress"));
  CHECK(tenant.live().size() < names.size());
  CHECK(tenant.directory().read("waveform.state.json.journal").empty());
  // Nothing is in doubt, so there is no wait.
  Run run = tenant.apply();
  CHECK(run.exit_code == 0);
  CHECK_FALSE(has(run.err, "in doubt"));
  CHECK(tenant.live().size() == names.size());
  tenant.expect_empty_plan();
}

TEST_CASE("-refresh=false uses the state, but never creates without a read") {
  Wanting tenant({"a"});
  REQUIRE(tenant.service().add(
      Value(Value::Map{{"name", "a"}, {"service", "EC2"}})
          .with_path("ec2.baseCredentials.roleArn", "arn:aws:iam::123456789012:role/other")));
  Run run = tenant.apply({"-refresh=false"});
  INFO(run.all());
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "exists already, and nothing manages it"));
  CHECK(tenant.live().size() == 1);
  REQUIRE(tenant.apply({"-allow-duplicate"}).exit_code == 0);
  tenant.forget_requests();
  CHECK(tenant.plan({"-refresh=false"}).exit_code == 0);
  CHECK(tenant.reads() == 0);
}

TEST_CASE("one failure does not stop what does not depend on it") {
  Wanting tenant({"a", "b", "c"});
  tenant.go_wrong("create:2:status=400");
  Run run = tenant.apply();
  CHECK(run.exit_code == 1);
  CHECK(has(run.out, "Not all done: 2 created; 1 failed, 0 not tried."));
  CHECK(tenant.live().size() == 2);
  CHECK(tenant.apply().exit_code == 0);
  CHECK(tenant.live().size() == 3);
  tenant.expect_empty_plan();
}

TEST_CASE("throttled and failing reads are retried, and so are throttled writes") {
  Wanting tenant({"a", "b"});
  tenant.go_wrong("list:1:status=503");
  tenant.go_wrong("create:1:status=429");
  tenant.go_wrong("create:3:status=406");
  Run run = tenant.apply();
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(tenant.live().size() == 2);
  tenant.expect_empty_plan();
}

TEST_CASE("an update, a delete and an undelete whose responses are lost are resolved") {
  Wanting tenant({"a", "b"});
  REQUIRE(tenant.apply().exit_code == 0);
  std::string both = tenant.directory().read("main.wf.hcl");
  std::string changed = both;
  changed.replace(changed.find("  name = \"a\"\n"), 13,
                  "  name = \"a\"\n  service_refresh_rate_in_minutes = 7\n");
  changed.erase(changed.find("resource \"wavefront_cloud_integration_ec2\" \"b\""));
  tenant.manifest(changed);
  tenant.go_wrong("update:1:drop-after");
  tenant.go_wrong("delete:1:drop-after");
  Run run = tenant.apply();
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(tenant.find("a").get("serviceRefreshRateInMins") == Value(7));
  CHECK(tenant.deleted().size() == 1);
  tenant.expect_empty_plan();
  tenant.manifest(both);
  tenant.go_wrong("undelete:1:drop-after");
  CHECK(tenant.apply().exit_code == 0);
  CHECK(tenant.live().size() == 2);
  CHECK(tenant.deleted().empty());
  tenant.expect_empty_plan();
}

TEST_CASE("a delete is never sent for an integration that is already in the recycle bin") {
  Wanting tenant({"a"});
  REQUIRE(tenant.apply().exit_code == 0);
  REQUIRE(tenant.service().trash(tenant.id_of("a")));
  Run run = tenant.waveform({"destroy", "-auto-approve", "-settle-timeout=1s"});
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(tenant.deleted().size() == 1);
}

TEST_CASE("a run without the lock names its holder and changes nothing") {
  Wanting tenant({"a"});
  auto lock = waveform::base::FileLock::acquire(tenant.directory().path() / "waveform.state.json.lock",
                                                "alice on build-7\n");
  REQUIRE(lock);
  Run run = tenant.apply();
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "is locked by alice on build-7"));
  CHECK(tenant.live().empty());
  CHECK(tenant.plan().exit_code == 2);
}

TEST_CASE("an unreadable state is an error and stays unchanged") {
  Wanting tenant({"a"});
  struct Case {
    const char* text;
    const char* message;
  };
  std::string deep(5000, '[');
  for (const auto& [text, message] :
       {Case{"", "is empty"}, Case{"{\"format\": \"wavef", "the JSON is incomplete"},
        Case{"{\"format\": \"waveform-state\", \"version\": 99}", "newer waveform"},
        Case{"{\"version\": 4, \"terraform_version\": \"1.12.6\"}", "state file of Terraform"},
        Case{"{\"a\": 1}", "not a waveform state"}, Case{deep.c_str(), "levels deep"},
        Case{"{\"format\": \"waveform-state\", \"version\": 1, \"lineage\": 3}",
             "lineage: a string is expected"}}) {
    tenant.directory().write("waveform.state.json", text);
    for (const char* command : {"plan", "apply", "destroy"}) {
      Run run = tenant.waveform({command});
      INFO(run.all());
      CHECK(run.exit_code == 1);
      CHECK(has(run.err, message));
    }
    CHECK(tenant.directory().read("waveform.state.json") == text);
  }
  CHECK(tenant.live().empty());
}

TEST_CASE("without a terminal, apply does not prompt and changes nothing without -auto-approve") {
  Wanting tenant({"a"});
  Run run = tenant.waveform({"apply"});
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "-auto-approve"));
  CHECK(tenant.live().empty());
}
