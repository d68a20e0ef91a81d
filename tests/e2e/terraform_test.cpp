// A directory written for Terraform's provider works unchanged: examples/terraform/.
#include <doctest/doctest.h>

#include "tests/support/golden.h"
#include "tests/support/tenant.h"

using waveform::base::Value;
using waveform::test::Run;
using waveform::test::Tenant;

TEST_CASE("a directory for Terraform's provider plans, applies and plans empty, unchanged") {
  Tenant tenant;
  for (const char* file : {"versions.tf", "variables.tf", "main.tf", "outputs.tf"})
    tenant.directory().write(file, waveform::test::source_text(std::string("examples/terraform/") + file));
  tenant.environment = {{"TF_VAR_wavefront_address", tenant.address()},
                        {"TF_VAR_wavefront_token", Tenant::kToken}};
  CHECK(tenant.waveform({"fmt", "-check"}).exit_code == 0);
  CHECK(tenant.waveform({"validate"}).exit_code == 0);
  Run run = tenant.plan();
  INFO(run.all());
  CHECK(run.exit_code == 2);
  CHECK(run.out.find("4 to create") != std::string::npos);
  run = tenant.apply();
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(tenant.live().size() == 3);
  CHECK(tenant.find("CloudTrail prod").at_path("cloudTrail.bucketName") == Value("trail-123456789012"));
  CHECK(tenant.find("CloudWatch prod").at_path("additionalTags.owner") == Value("platform"));
  tenant.expect_empty_plan();
  run = tenant.waveform({"output", "external_id"});
  CHECK(run.out.starts_with("wave"));
}
