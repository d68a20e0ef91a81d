// Saved plans with the real program: files that -out may replace, and places where a plan may be applied.
#include <doctest/doctest.h>

#include "tests/support/tenant.h"
#include "tests/support/text.h"

using waveform::test::has;
using waveform::test::Run;
using waveform::test::Tenant;

namespace {

struct PlanDirectory : Tenant {
  PlanDirectory() {
    environment["TF_VAR_id"] = make_external_id();
    manifest(R"(
variable "id" {
  sensitive = true
}
resource "wavefront_cloud_integration_ec2" "main" {
  name        = "main"
  role_arn    = "arn:aws:iam::123456789012:role/wavefront"
  external_id = var.id
}
)");
  }
};

}  // namespace

TEST_CASE("a plan replaces nothing but an older plan") {
  PlanDirectory directory;
  CHECK(directory.apply().exit_code == 0);
  auto state = directory.directory().read("waveform.state.json");
  for (const char* file : {"waveform.state.json", "main.wf.hcl", "new.tf", "/dev/null", "."}) {
    INFO(file);
    Run run = directory.waveform({"plan", std::string("-out=") + file});
    CHECK(run.exit_code == 1);
    CHECK((has(run.err, "exists and is not a plan") || has(run.err, "would be read as a manifest")));
  }
  CHECK(directory.directory().read("waveform.state.json") == state);
  CHECK(directory.waveform({"plan", "-out=a.wfplan"}).exit_code == 0);
  CHECK(directory.waveform({"plan", "-out=a.wfplan"}).exit_code == 0);
  CHECK(has(directory.waveform({"plan", "-out=b.wfplan", "-refresh=false"}).err, "cannot be saved"));
}

TEST_CASE("a plan for one tenant is not applied to another") {
  PlanDirectory directory;
  CHECK(directory.waveform({"plan", "-out=a.wfplan"}).exit_code == 0);
  Tenant other;
  directory.environment["WAVEFRONT_ADDRESS"] = other.address();
  Run run = directory.waveform({"apply", "a.wfplan"});
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "The plan was made for " + directory.address() + ", not for " + other.address()));
  CHECK(other.writes() == 0);
}

TEST_CASE("a plan is applied without a prompt, once") {
  PlanDirectory directory;
  CHECK(directory.waveform({"plan", "-input=false", "-out=a.wfplan"}).exit_code == 0);
  Run run = directory.waveform({"apply", "-input=false", "a.wfplan"});
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(has(run.out, "Done: 1 created."));
  directory.expect_empty_plan();
  Run again = directory.waveform({"apply", "a.wfplan"});
  CHECK(again.exit_code == 0);
  CHECK(has(again.out, "a.wfplan was already applied at 2"));
  CHECK(directory.live().size() == 1);
  for (const char* format : {"text", "json", "markdown", "gitlab"})
    CHECK(directory.waveform({"show", std::string("-format=") + format, "a.wfplan"}).exit_code == 0);
}

TEST_CASE("a plan saved with -ignore is applied without the same checks") {
  PlanDirectory directory;
  directory.manifest(R"(
resource "wavefront_cloud_integration_azure_activity_log" "main" {
  name            = "main"
  tenant          = "t"
  client_id       = "c"
  client_secret   = "s"
  category_filter = ["BILLING"]
}
)");
  CHECK(has(directory.waveform({"plan", "-out=a.wfplan"}).err, "[allowed-values]"));
  CHECK(directory.waveform({"plan", "-ignore=allowed-values", "-out=a.wfplan"}).exit_code == 0);
  directory.forget_requests();
  // Only the service refuses it now.
  Run run = directory.waveform({"apply", "a.wfplan"});
  INFO(run.all());
  CHECK(!has(run.err, "[allowed-values]"));
  CHECK(directory.writes() == 1);
  run = directory.waveform({"apply", "-ignore=allowed-values", "a.wfplan"});
  CHECK(has(run.err, "-ignore has no effect on a saved plan"));
}

TEST_CASE("a saved plan has its warnings in every format, and -max-warnings refuses them") {
  PlanDirectory directory;
  directory.manifest(
      "resource \"wavefront_cloud_integration_newrelic\" \"a\" {\n  name = \"a\"\n  api_key = \"k\"\n"
      "  service_refresh_rate_in_minutes = 0\n}\n");
  Run run = directory.waveform({"plan", "-out=a.wfplan"});
  CHECK(has(run.out, "1 warning: refresh-rate."));
  for (const char* format : {"text", "markdown", "json"}) {
    INFO(format);
    const Run shown = directory.waveform({"show", std::string("-format=") + format, "a.wfplan"});
    CHECK(has(shown.out, "refresh-rate"));
    CHECK(has(shown.out, "main.wf.hcl:4"));
    CHECK(has(shown.out, "at least 1"));
  }
  run = directory.waveform({"plan", "-max-warnings=0", "-format=markdown", "-out=b.wfplan"});
  CHECK(run.exit_code == 1);
  CHECK(has(run.out, "REFUSED:** `1 warning would be ignored"));
  CHECK(has(run.out, "will be created"));
  CHECK(directory.waveform({"show", "b.wfplan"}).exit_code == 1);
}

TEST_CASE("limits refuse a plan before any change, and -input=false never prompts") {
  PlanDirectory directory;
  CHECK(directory.apply({"-max-changes=0"}).exit_code == 1);
  CHECK(directory.live().empty());
  CHECK(directory.apply({"-max-changes=1", "-max-deletes=0"}).exit_code == 0);
  Run run = directory.waveform({"destroy", "-auto-approve", "-max-deletes=0"});
  CHECK(has(run.err, "1 integration would be deleted, but -max-deletes=0 allows no more"));
  CHECK(directory.live().size() == 1);
  CHECK(has(run.out, "REFUSED: 1 integration would be deleted, but -max-deletes=0 allows no more."));
  run = directory.waveform({"destroy", "-input=false"});
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "-auto-approve"));
}
