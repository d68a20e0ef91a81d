// The life cycle of secrets: files and output of the program never contain one.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/text.h"
#include "tests/support/secret_search.h"
#include "tests/support/tenant.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

using waveform::test::has;

const std::string kCustomer = "Zebra & S\xc3\xb6hne \"Q7\" 4711/\\xy-Kontor";
const std::string kTag = "plum/+tart=88%20 blueberry";

constexpr const char* kSecretsManifest = R"(
variable "external_id" {
  type      = string
  sensitive = true
}
variable "customer" {
  sensitive = true
}
variable "tags" {
  type      = list(string)
  sensitive = true
}
variable "token" {
  sensitive = true
}
variable "regex" {
  default = "^aws.(ec2|ebs).*$"
}
provider "wavefront" {
  token = var.token
}
locals {
  both = "${var.customer} and ${var.tags[0]}"
}
resource "wavefront_cloud_integration_cloudwatch" "watch" {
  name                = "Watch of ${var.customer}"
  role_arn            = "arn:aws:iam::123456789012:role/wavefront"
  external_id         = var.external_id
  namespaces          = ["AWS/EC2", "customer ${var.customer}"]
  metric_filter_regex = "${var.regex}|${local.both}"
  additional_tags     = { tag = var.tags[0], both = local.both }
}
resource "wavefront_cloud_integration_cloudtrail" "trail" {
  name        = "Trail ${wavefront_cloud_integration_cloudwatch.watch.name}"
  role_arn    = "arn:aws:iam::123456789012:role/wavefront"
  external_id = var.external_id
  region      = "us-west-2"
  bucket_name = "logs"
  prefix      = var.customer == "" ? "none" : "logs of ${var.customer}"
}
output "names" {
  value     = [wavefront_cloud_integration_cloudwatch.watch.name, var.customer]
  sensitive = true
}
output "id" {
  value = wavefront_cloud_integration_cloudwatch.watch.id
}
)";

constexpr int kAny = -1;

// Runs commands and records their output, and the files after each of them.
class Life : public Tenant {
 public:
  explicit Life(provider::simulator::Options options = {}) : Tenant(std::move(options)) {
    external_id = make_external_id();
    search.add("the external id", external_id);
    search.add("the customer", kCustomer);
    search.add("the tag", kTag);
    search.add("the token", kToken);
    set("external_id", external_id);
    set("customer", kCustomer);
    set("token", kToken);
    environment["TF_VAR_tags"] = "[\"" + kTag + "\"]";
    environment.erase("WAVEFRONT_TOKEN");
    manifest(kSecretsManifest);
  }

  void set(const std::string& variable, const std::string& value) {
    environment["TF_VAR_" + variable] = value;
  }

  // Runs a command, and searches its output, files and log.
  Run step(const std::string& what, std::vector<std::string> arguments, int exit_code = kAny) {
    if (log_is_kept) {
      std::string file = (log_.path() / "trace.log").string();
      arguments.insert(arguments.end(), {"-log-level=trace", "-log-file=" + file});
    }
    Run run = waveform(std::move(arguments));
    INFO(what, "\n", run.all());
    if (exit_code != kAny) CHECK(run.exit_code == exit_code);
    nothing_in("stdout of " + what, run.out);
    nothing_in("stderr of " + what, run.err);
    for (const auto& file : directory().files()) nothing_in(file + " after " + what, directory().read(file));
    std::string log = log_.read("trace.log");
    exchanges += std::count(log.begin(), log.end(), '\n');
    nothing_in("the log of " + what, log);
    std::filesystem::remove(log_.path() / "trace.log");
    return run;
  }
  // A plan, saved and shown in every format.
  Run plan_step(const std::string& what, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"plan", "-out=plan.wfplan"});
    Run run = step(what, std::move(more), 0);
    for (const char* format : {"text", "json", "markdown", "gitlab"})
      step(what + " as " + format, {"show", std::string("-format=") + format, "plan.wfplan"}, 0);
    return run;
  }
  Run apply_step(const std::string& what, int exit_code, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"apply", "-auto-approve", "-settle-timeout=1s"});
    return step(what, std::move(more), exit_code);
  }
  void nothing_in(const std::string& where, const std::string& text) {
    ++looked_at;
    for (const auto& finding : search.find(text)) FAIL_CHECK(where << " holds " << finding);
  }
  void edit(const std::string& from, const std::string& to) {
    auto text = directory().read("main.wf.hcl");
    auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    manifest(text.replace(at, from.size(), to));
  }
  void fault(const std::string& spec) { REQUIRE(service().add_fault(spec)); }

  SecretSearch search;
  std::string external_id;
  int looked_at = 0;
  long exchanges = 0;       // lines of the log
  bool log_is_kept = true;  // in a separate file

 private:
  TemporaryDirectory log_;
};

}  // namespace

TEST_CASE("create, update, drift and destroy leave no secret behind") {
  for (bool older_cluster : {false, true}) {
    provider::simulator::Options options;
    if (older_cluster) options.secrets = provider::simulator::Secrets::ExternalIds;
    Life life(options);
    life.step("validate", {"validate"}, 0);
    life.plan_step("plan");
    life.apply_step("create", 0);
    CHECK(has(life.find("Watch of " + kCustomer).at_path("additionalTags.tag").as_string(), kTag));
    life.step("an empty plan", {"plan", "-detailed-exitcode"}, 0);
    life.step("state list", {"state", "list"}, 0);
    life.step("state show", {"state", "show", "wavefront_cloud_integration_cloudwatch.watch"}, 0);
    life.step("output", {"output"}, 0);
    life.step("output -json", {"output", "-json"}, 0);
    life.step("a sensitive output", {"output", "names"}, 1);

    life.edit("AWS/EC2", "AWS/EBS");
    life.edit("\"logs of ${var.customer}\"", "\"AWSLogs\"");
    life.plan_step("plan of an update");
    life.step("apply of a saved update", {"apply", "plan.wfplan"}, 0);
    life.step("the same again", {"apply", "plan.wfplan"}, 0);
    life.step("show", {"show"}, 0);
    life.step("show -json", {"show", "-json"}, 0);
    life.plan_step("plan of a replacement", {"-replace=wavefront_cloud_integration_cloudwatch.watch"});
    life.plan_step("plan of a target", {"-target=wavefront_cloud_integration_cloudtrail.trail"});

    auto id = life.id_of("Watch of " + kCustomer);
    REQUIRE(life.service().patch(id, base::Value(base::Value::Map{{"name", "drifted"}})));
    auto drift = life.plan_step("plan of drift");
    CHECK(has(drift.out, "Changed outside of waveform"));
    life.plan_step("plan of a refresh", {"-refresh-only"});
    life.apply_step("putting drift right", 0);

    life.edit("name                = \"Watch of ${var.customer}\"", "name                = \"Watch\"");
    life.plan_step("plan of a name that is not secret any more");
    life.apply_step("taking the secret out of the name", 0);
    life.edit("name                = \"Watch\"", "name                = \"Watch of ${var.customer}\"");
    life.apply_step("putting it back", 0);

    REQUIRE(life.service().trash(id));
    life.plan_step("plan of an undelete");
    life.apply_step("undelete", 0);
    life.plan_step("plan of a destroy", {"-destroy"});
    life.step("destroy", {"destroy", "-auto-approve"}, 0);
    life.apply_step("taking all back", 0);
    life.step("destroy for good", {"destroy", "-auto-approve", "-skip-trash"}, 0);
    CHECK(life.looked_at > 300);
    CHECK(life.exchanges > 100);
  }
}

TEST_CASE("failed calls, refused creates and lost responses leave no secret behind") {
  Life life;
  life.fault("create:1:status=400");
  life.fault("create:3:drop-after");
  life.apply_step("a refused create", 1);
  life.apply_step("a create whose response is lost", kAny);
  life.step("plan of what may be in doubt", {"plan"});

  Life other;
  other.apply_step("create", 0);
  other.edit("AWS/EC2", "AWS/EBS");
  other.fault("update:1:status=400");
  other.fault("update:2:drop-before");
  other.fault("update:4:drop-after");
  other.apply_step("a refused update", 1);
  other.apply_step("an update that never arrived", 0);
  other.edit("AWS/EBS", "AWS/EC2");
  other.apply_step("an update whose response was lost", 0);
  other.fault("delete:1:status-after=500");
  other.step("a destroy whose response was lost", {"destroy", "-auto-approve"}, 0);

  Life refused;
  REQUIRE(refused.service().edit(&provider::simulator::Service::expire_external_id, refused.external_id));
  auto run = refused.apply_step("an external id that expired", 1);
  CHECK(has(run.err, "external id is not valid"));
  refused.set("token", "another-token-that-nobody-knows");
  refused.search.add("the wrong token", "another-token-that-nobody-knows");
  refused.step("a token that is refused", {"plan"}, 1);
}

TEST_CASE("a request log to stderr contains no secret either") {
  Life life;
  life.log_is_kept = false;
  for (const char* level : {"-log-level=trace", "-log-level=debug"}) {
    life.step("plan", {"plan", level}, 0);
    Run run = life.apply_step("apply", 0, {level});
    CHECK(has(run.err, "\"event\":\"exchange\""));
    CHECK(has(run.err, "\"body\"") == (std::string(level) == "-log-level=trace"));
    life.step("external-id check", {"external-id", "check", life.external_id, level}, kAny);
    life.step("destroy", {"destroy", "-auto-approve", level}, 0);
  }
}

TEST_CASE("a journal that a run left behind holds no secret") {
  Life life;
  // The backup cannot be written, so the last write of the run fails.
  std::filesystem::create_directory(life.directory().path() / "waveform.state.json.backup");
  life.directory().write("waveform.state.json.backup/in-the-way", "");
  auto run = life.apply_step("a run that cannot write its state", 1);
  CHECK(has(life.directory().read("waveform.state.json.journal"), "\"result\":\"done\""));
  life.step("plan with a journal left over", {"plan"}, 0);
  std::filesystem::remove_all(life.directory().path() / "waveform.state.json.backup");
  life.apply_step("taking it up", 0);
  CHECK(life.directory().read("waveform.state.json.journal") == "");
}

TEST_CASE("messages about a lookalike, an import and a state that forgot show no secret") {
  Life life;
  life.apply_step("create", 0);
  std::string address = "wavefront_cloud_integration_cloudwatch.watch";
  auto id = life.id_of("Watch of " + kCustomer);
  std::string trail = "wavefront_cloud_integration_cloudtrail.trail";
  auto trail_id = life.id_of("Trail Watch of " + kCustomer);
  life.step("state rm", {"state", "rm", address}, 0);
  life.step("state rm of the other", {"state", "rm", trail}, 0);
  auto run = life.step("plan with a lookalike", {"plan"}, 1);
  CHECK(has(run.err, "waveform import " + address + " " + id));
  life.step("a warning of double ingestion", {"plan", "-allow-duplicate"}, 0);
  life.step("import", {"import", address, id}, 0);
  life.step("import of what refers to it", {"import", trail, trail_id}, 0);
  life.step("state show of what was imported", {"state", "show", address}, 0);
  life.step("plan of what was imported", {"plan"}, 0);
  life.edit("AWS/EC2", "AWS/EBS");
  life.apply_step("update of what was imported", 0);
}

TEST_CASE(
    "values that cannot be used, and outputs that would show a secret, are refused without showing it") {
  Life life;
  life.edit(
      "value     = [wavefront_cloud_integration_cloudwatch.watch.name, var.customer]\n  sensitive = true",
      "value = [wavefront_cloud_integration_cloudwatch.watch.name, var.customer]");
  auto run = life.step("an output that forgot to say sensitive", {"plan"}, 1);
  CHECK(has(run.err, "Output \"names\" would show a secret"));

  life.manifest(kSecretsManifest);
  auto tags = life.environment["TF_VAR_tags"];
  for (const std::string& text : {"[\"" + kTag, kTag, "\"" + kTag + "\"", "{ a = [ \"" + kTag + "\" ] }"}) {
    life.environment["TF_VAR_tags"] = text;
    life.step("a variable of the environment that cannot be read", {"plan"}, 1);
    life.environment.erase("TF_VAR_tags");
    life.step("a -var that cannot be read", {"plan", "-var", "tags=" + text}, 1);
  }
  life.environment["TF_VAR_tags"] = tags;

  // Variable files belong to the user and are outside of the searched directory.
  TemporaryDirectory elsewhere;
  int number = 0;
  for (const std::string& text : {"external_id = [\"" + life.external_id + "\"]", "tags = \"" + kTag + "\"",
                                  "tags = { x = \"" + kTag + "\" }"}) {
    std::string name = fmt::format("{}.tfvars", ++number);
    elsewhere.write(name, text + "\n");
    life.step("a file of variables of the wrong type",
              {"plan", "-var-file", (elsewhere.path() / name).string()}, 1);
  }

  for (const std::string expression :
       {"{ a = 1 }[var.customer]", "tonumber(var.customer)", "var.tags[var.customer]", "var.tags[7]",
        "var.customer.name", "jsondecode(var.customer)", "regex(\"q+z\", var.customer)", "var.customer + 1",
        "[var.customer]", "{ (var.customer) = [1] }", "\"${var.tags}\"", "join(var.customer, var.customer)",
        "lookup({ a = 1 }, var.customer)"}) {
    life.manifest(kSecretsManifest);
    life.edit("\"Watch of ${var.customer}\"", expression);
    life.step("the name as " + expression, {"plan"}, 1);
  }
}

TEST_CASE("an external id that waveform manages is in the state, and in no diff, report or log") {
  Tenant tenant;
  tenant.manifest(R"(
resource "wavefront_cloud_integration_aws_external_id" "shared" {}
resource "wavefront_cloud_integration_ec2" "main" {
  name        = "Metrics+"
  role_arn    = "arn:aws:iam::123456789012:role/wavefront"
  external_id = wavefront_cloud_integration_aws_external_id.shared.id
  force_save  = true
}
output "external_id" {
  value = wavefront_cloud_integration_aws_external_id.shared.id
}
)");
  auto first = tenant.apply();
  REQUIRE(first.exit_code == 0);
  auto external_id =
      std::string(tenant.find("Metrics+").at_path("ec2.baseCredentials.externalId").as_string());
  SecretSearch search;
  search.add("the external id", external_id);
  auto quiet = [&](const Run& run) {
    INFO(run.all());
    CHECK(search.find(run.all()).empty());
  };
  quiet(first);
  CHECK(!search.find(tenant.directory().read("waveform.state.json")).empty());
  quiet(tenant.plan());
  quiet(tenant.waveform({"state", "show", "wavefront_cloud_integration_aws_external_id.shared"}));
  CHECK(base::trim(tenant.waveform({"output", "external_id"}).out) == external_id);
  REQUIRE(tenant.service().add_fault("delete-external-id:1:drop-before"));
  quiet(tenant.waveform({"plan", "-destroy"}));
  quiet(tenant.waveform({"destroy", "-auto-approve"}));
  quiet(tenant.waveform({"destroy", "-auto-approve"}));
  CHECK(tenant.live().empty());
}

TEST_CASE("the search finds a planted secret in every form, and nothing else") {
  SecretSearch search;
  search.add("it", kCustomer);
  CHECK(search.find("") == std::vector<std::string>{});
  CHECK(search.find("Zebra and sons, 4711/xy").empty());
  CHECK(search.find("x" + kCustomer + "y").front() == "it as it is");
  // "S\u00f6hne \"Q7\" 47" from it, with JSON escapes.
  CHECK(search.find("hne \\\"Q7\\\" 47") == std::vector<std::string>{"it as JSON"});
  CHECK(search.find("ZEBRA & S\xc3\xb6HNE") == std::vector<std::string>{"it in capitals"});
  CHECK(search.find("Zebra%20%26%20S%C3%B6hne") == std::vector<std::string>{"it percent-encoded"});
  // Its beginning in base64, after nothing, "a" and "ab".
  CHECK(search.find("WmVicmEgJiBTw7ZobmUg") ==
        std::vector<std::string>{"it in base64, 0 behind", "it in base64, 0 behind, URL-safe"});
  CHECK(search.find("YVplYnJhICYgU8O2aG5lIA") ==
        std::vector<std::string>{"it in base64, 1 behind", "it in base64, 1 behind, URL-safe"});
  CHECK(search.find("YWJaZWJyYSAmIFPDtmhuZSAi") ==
        std::vector<std::string>{"it in base64, 2 behind", "it in base64, 2 behind, URL-safe"});
  // Across colours and a wrapped line; and a piece of it.
  CHECK(search.find("Zeb\x1b[31mra & \x1b[0mS\xc3\xb6hne").front() == "it as it is");
  CHECK(search.find("Zebra\n      & S\xc3\xb6hne").front() == "it as it is");
  CHECK(search.find("\"Q7\" 4711/\n      \\xy-Kontor") == std::vector<std::string>{"it as it is"});
  CHECK(search.find("11/\\xy-Konto") == std::vector<std::string>{"it as it is"});
}

}  // namespace waveform::test
