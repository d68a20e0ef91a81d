// 40 accounts in a table, with three services each: examples/multi-account/.
#include <doctest/doctest.h>

#include "tests/support/golden.h"
#include "tests/support/tenant.h"

using waveform::test::Run;
using waveform::test::Tenant;

TEST_CASE("a table of 40 accounts declares 120 integrations, and a removed line removes its own") {
  Tenant tenant;
  std::string table = waveform::test::source_text("examples/multi-account/accounts.csv");
  tenant.directory().write("main.tf", waveform::test::source_text("examples/multi-account/main.tf"));
  tenant.directory().write("accounts.csv", table);
  CHECK(tenant.waveform({"fmt", "-check"}).exit_code == 0);
  Run run = tenant.waveform({"validate"});
  INFO(run.all());
  CHECK(run.exit_code == 0);
  run = tenant.plan();
  CHECK(run.out.find("160 to create") != std::string::npos);
  run = tenant.apply();
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(tenant.live().size() == 120);
  tenant.expect_empty_plan({}, 3);

  // The second line of the table is removed, and the table is reversed: order has no effect.
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < table.size();) {
    auto end = table.find('\n', begin);
    lines.push_back(table.substr(begin, end - begin + 1));
    begin = end + 1;
  }
  std::string fewer = lines.front();
  for (std::size_t i = lines.size() - 1; i > 1; --i) fewer += lines[i];
  tenant.directory().write("accounts.csv", fewer);
  run = tenant.plan();
  INFO(run.all());
  CHECK(run.out.find("0 to create, 0 to update, 0 to undelete, 3 to delete, 1 to delete FOR GOOD") !=
        std::string::npos);
  CHECK(tenant.apply().exit_code == 0);
  tenant.directory().write("accounts.csv", table);
  CHECK(tenant.plan().out.find("1 to create, 3 to update, 3 to undelete") != std::string::npos);
}

TEST_CASE("a saved plan holds only while the files that expressions read are the same") {
  Tenant tenant;
  tenant.directory().write("names.csv", "name\nfirst\n");
  tenant.manifest(
      "resource \"wavefront_cloud_integration_ec2\" \"main\" {\n  for_each = toset([for row in "
      "csvdecode(file(\"names.csv\")) : row.name])\n  name = each.key\n  role_arn = "
      "\"arn:aws:iam::123456789012:role/x\"\n  external_id = \"" +
      tenant.make_external_id() + "\"\n}\n");
  CHECK(tenant.plan({"-out=plan.wfplan"}).exit_code == 2);
  tenant.directory().write("names.csv", "name\nfirst\n\n");
  Run run = tenant.waveform({"apply", "plan.wfplan"});
  CHECK(run.exit_code == 1);
  CHECK(run.all().find("names.csv") != std::string::npos);
  tenant.directory().write("names.csv", "name\nfirst\n");
  run = tenant.waveform({"apply", "plan.wfplan"});
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(tenant.live().size() == 1);
}
