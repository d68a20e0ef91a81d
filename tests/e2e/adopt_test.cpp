// Importing a tenant of 300 unmanaged integrations: examples/adopt/.
#include <doctest/doctest.h>

#include "base/json.h"
#include "base/text.h"
#include "tests/support/tenant.h"
#include "tests/support/text.h"

using waveform::base::Value;
using waveform::test::has;
using waveform::test::Run;
using waveform::test::Tenant;

namespace {

int count(const std::string& text, const std::string& part) {
  int n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

// The tenant of the example's script.
struct Clicked : Tenant {
  Clicked() {
    Run made = waveform::test::run_program("/usr/bin/env",
                                           {"python3", WAVEFORM_SOURCE_DIR "/examples/adopt/tenant.py"}, {});
    REQUIRE_MESSAGE(made.exit_code == 0, made.err);
    data.write("tenant.json", made.out);
    REQUIRE(service().keep_in(data.path() / "tenant.json"));
    forget_requests();
  }
  // The content of the service, except counters that change on every read.
  std::string content() {
    std::string out;
    Value dump = service().dump();
    for (const auto& body : dump.get("integrations").as_list()) {
      for (const char* name : {"id", "name", "disabled", "inTrash", "updatedEpochMillis"})
        out += waveform::base::write_json(body.get(name)) + " ";
      out += "\n";
    }
    return out;
  }
  waveform::test::TemporaryDirectory data;
};

}  // namespace

TEST_CASE(
    "one command writes the manifest, one imports, the plan is empty, nothing was written to the service") {
  Clicked tenant;
  std::string before = tenant.content();
  Run run = tenant.waveform({"import", "-generate", "adopted.tf", "-all"});
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(has(run.out, "Wrote 280 resources to adopted.tf."));
  CHECK(count(run.err, "it is in the recycle bin; undelete it first") == 18);
  CHECK(count(run.err, "waveform does not know the service CARRIERPIGEON") == 2);
  CHECK(tenant.reads() == 2);

  std::string text = tenant.directory().read("adopted.tf");
  CHECK(count(text, "\nimport {") == 280);
  CHECK(has(text, "resource \"wavefront_cloud_integration_ec2\" \"uberwachung_koln_91\" {"));
  CHECK(has(text, "resource \"wavefront_cloud_integration_cloudwatch\" \"cloudwatch_63\" {"));
  CHECK(has(text, "name        = \"\\\"quoted\\\" $${name} 107\""));
  CHECK(has(text, "external_id = var.external_id_100000000027_wavefront"));
  CHECK(!has(text, "wave0000"));  // an external id: the service does not return it
  CHECK(tenant.waveform({"fmt", "-check"}).exit_code == 0);
  CHECK(tenant.waveform({"validate"}).exit_code == 0);

  tenant.forget_requests();
  run = tenant.apply();
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(has(run.out, "Plan: 280 to import, 0 to create, 0 to update, 0 to undelete, 0 to delete."));
  CHECK(has(run.err, "integrations were disabled by the service"));
  CHECK(tenant.reads() == 2);
  CHECK(tenant.writes() == 0);
  tenant.expect_empty_plan();
  CHECK(tenant.content() == before);

  // A second run has nothing to write.
  run = tenant.waveform({"import", "-generate", "more.tf", "-all"});
  CHECK(has(run.out, "Nothing to write"));
  CHECK(tenant.directory().read("more.tf") == "");
}

TEST_CASE("labels do not depend on other integrations") {
  Clicked tenant;
  tenant.waveform({"import", "-generate", "all.tf", "-all"});
  std::string all = tenant.directory().read("all.tf");
  std::filesystem::remove(tenant.directory().path() / "all.tf");
  Run run = tenant.waveform({"import", "-generate", "some.tf", "-all", "-service=ec2", "-name=*prod*"});
  INFO(run.all());
  std::string some = tenant.directory().read("some.tf");
  CHECK(count(some, "\nresource \"wavefront_cloud_integration_ec2\"") > 5);
  CHECK(!has(some, "cloudtrail"));
  for (auto line : waveform::base::split(some, '\n')) {
    if (line.starts_with("resource")) CHECK(has(all, std::string(line)));
  }
}

TEST_CASE("named integrations are generated, or refused or listed with the reason") {
  Clicked tenant;
  auto id = tenant.id_of("prod 39");
  Run run = tenant.waveform({"import", "-generate", "one.wf.hcl", id});
  CHECK(run.exit_code == 0);
  CHECK(count(tenant.directory().read("one.wf.hcl"), "\nresource") == 1);
  run = tenant.waveform({"import", "-generate", "one.wf.hcl", id});
  CHECK(has(run.err, "one.wf.hcl exists already"));
  CHECK(has(tenant.waveform({"import", "-generate", "one.txt", id}).err, "is not a manifest file name"));
  CHECK(has(tenant.waveform({"import", "-generate", "two.tf", "nowhere"}).err,
            "no integration with the id nowhere"));
  CHECK(has(tenant.waveform({"import", "-generate", "two.tf"}).err, "-generate needs ids, or -all"));
  CHECK(tenant.apply().exit_code == 0);
  run = tenant.waveform({"import", "-generate", "two.tf", id});
  CHECK(has(run.err, "it is already managed as wavefront_cloud_integration_cloudwatch.prod_39"));
  // Integrations that waveform deleted are in the recycle bin, and have tombstones in the state.
  CHECK(tenant.waveform({"destroy", "-auto-approve"}).exit_code == 0);
  run = tenant.waveform({"import", "-generate", "two.tf", id});
  CHECK(run.exit_code == 0);
  CHECK(has(run.err, "it is in the recycle bin"));
  CHECK(has(tenant.waveform({"import", "-generate", "sub/two.tf", id}).err, "is not in this directory"));
}

TEST_CASE("a word that is not an id is refused before any call") {
  Clicked tenant;
  tenant.forget_requests();
  for (const char* word : {"", " ", "..", "a/b"}) {
    CAPTURE(word);
    const Run run = tenant.waveform({"import", "wavefront_cloud_integration_ec2.main", word});
    CHECK(run.exit_code == 1);
    CHECK(has(run.err, "is not an id\n  `waveform status` lists the ids of all integrations.\n"));
    CHECK(tenant.waveform({"import", "-generate", "two.tf", word}).err == run.err);
  }
  CHECK(tenant.service().log().empty());
}
