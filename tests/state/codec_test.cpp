#include "state/codec.h"

#include <doctest/doctest.h>

#include "tests/state/samples.h"
#include "tests/support/golden.h"
#include "tests/support/text.h"

namespace waveform::state {
namespace {

using waveform::test::has;

using base::ErrorKind;

base::Error refused_state(const std::string& text) {
  auto decoded = decode(text);
  REQUIRE(!decoded);
  return decoded.error();
}

std::string with(const std::string& from, const std::string& to) {
  std::string text = encode(sample_snapshot());
  auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a state is written sorted and indented, one attribute per line") {
  test::check_golden("tests/state/golden/state.json", encode(sample_snapshot()));
}

TEST_CASE("what was written is read back the same") {
  auto snapshot = sample_snapshot();
  auto back = decode(encode(snapshot));
  REQUIRE(back);
  CHECK(back->lineage == snapshot.lineage);
  CHECK(back->serial == snapshot.serial);
  CHECK(back->service_address == snapshot.service_address);
  CHECK(back->digest_key == snapshot.digest_key);
  CHECK(back->resources == snapshot.resources);
  CHECK(back->tombstones == snapshot.tombstones);
  CHECK(back->run == snapshot.run);
  CHECK(back->plan == snapshot.plan);
  CHECK(back->intents == snapshot.intents);
  CHECK(back->open_calls == snapshot.open_calls);
  CHECK(back->known_ids == snapshot.known_ids);
  CHECK(back->outputs == snapshot.outputs);
  CHECK(back->outputs.at("external_id").marks() == base::Value::Masked);
  CHECK(encode(*back) == encode(snapshot));
  CHECK(decode(encode(Snapshot{})));
}

TEST_CASE("a state of version 1 is read: its doubts have no known ids, its deletes are open calls") {
  auto old = decode(test::source_text("tests/state/golden/state-1.json"));
  REQUIRE(old);
  CHECK(old->resources.at(ec2("main")) == sample_resource("id-1"));
  CHECK(old->run == Run());
  CHECK(old->plan == PlanMark());
  REQUIRE(old->intents.size() == 2);
  CHECK(old->intents.front().address == ec2("lost"));
  CHECK(old->intents.front().run.empty());
  CHECK(old->intents.back().body.is_null());
  CHECK(old->known_ids.empty());
  REQUIRE(old->open_calls.size() == 1);
  CHECK(old->open_calls.at("id-5") == OpenCall{OpenCall::Kind::Delete, ec2("going"), {}, {}});
  CHECK(decode(encode(*old))->intents == old->intents);
}

TEST_CASE("only serial and run of an encoded state are replaced") {
  auto snapshot = sample_snapshot();
  std::string text = encode(snapshot);
  snapshot.serial = 12345;
  snapshot.run = {"run-3", "elsewhere", true};
  set_writer(text, snapshot.serial, snapshot.run);
  CHECK(text == encode(snapshot));
}

TEST_CASE("an empty file, an incomplete one and one that is not JSON have different messages") {
  for (const char* empty : {"", " \n\t\n"}) {
    CHECK(refused_state(empty).kind == ErrorKind::Corrupt);
    CHECK(has(refused_state(empty).message, "the state file is empty"));
  }
  std::string whole = encode(sample_snapshot());
  for (std::size_t size = 1; size + 2 < whole.size(); size += 7) {
    auto error = refused_state(whole.substr(0, size));
    CHECK(error.kind == ErrorKind::Corrupt);
    CHECK(has(error.message, "the JSON is incomplete (line "));
    CHECK(has(error.hint, ".backup"));
  }
  CHECK(refused_state("hello: world").message ==
        "the state file cannot be read: this is not valid JSON (line 1, column 1)");
  CHECK(refused_state(std::string(20, '\0')).kind == ErrorKind::Corrupt);
  CHECK(refused_state("\xff\xfe{}").kind == ErrorKind::Corrupt);
}

TEST_CASE("a newer version, another program's file and Terraform's are refused as such") {
  CHECK(refused_state(with("\"version\": 2", "\"version\": 3")).kind == ErrorKind::Unsupported);
  CHECK(has(refused_state(with("\"version\": 2", "\"version\": 3")).message,
            "newer waveform (format version 3"));
  CHECK(refused_state(with("\"version\": 2", "\"version\": 0")).kind == ErrorKind::Corrupt);
  CHECK(refused_state(with("\"version\": 2", "\"version\": \"1\"")).kind == ErrorKind::Corrupt);
  CHECK(refused_state(R"({"version": 4, "terraform_version": "1.5.7", "serial": 3, "resources": []})")
            .message == "it is a state file of Terraform or OpenTofu");
  for (const char* foreign : {"{}", "[]", "null", "7", "\"text\"", R"({"format": "waveform-journal"})"}) {
    INFO(foreign);
    CHECK(refused_state(foreign).kind == ErrorKind::Unsupported);
    CHECK(refused_state(foreign).message == "it is not a waveform state file");
  }
}

TEST_CASE("too deep nesting is refused in every form") {
  std::string deep =
      with("\"value\": 2.5", "\"value\": " + std::string(100'000, '[') + std::string(100'000, ']'));
  CHECK(refused_state(deep).kind == ErrorKind::Corrupt);
  CHECK(has(refused_state(deep).message, "nested more than 100 levels deep"));
}

TEST_CASE("a damaged field is named, and never shown") {
  struct Damage {
    const char* from;
    const char* to;
    const char* message;
  };
  for (const auto& [from, to, message] : std::initializer_list<Damage>{
           {"\"serial\": 7", "\"serial\": \"hush\"", "serial: a number is expected"},
           {"\"serial\": 7", "\"serial\": 7.5", "serial: a whole number is expected"},
           {"\"lineage\": \"0526e19d-c6f4-417a-a2a7-312d14b4aab2\"", "\"lineage\": null",
            "lineage: a string is expected"},
           {"\"digest_key\"", "\"digest_kee\"", "digest_key: a string is expected"},
           {"\"id\": \"id-1\"", "\"id\": [\"hush\"]",
            "resources: wavefront_cloud_integration_ec2.main: id: a string is expected"},
           {"\"external_id\": \"d1\"", "\"external_id\": 1",
            "resources: wavefront_cloud_integration_ec2.main: secret_digests: external_id: a string is "
            "expected"},
           {"\"wavefront_cloud_integration_ec2.main\": {", "\"not \\u001b an address\": {",
            "resources: not \\u001b an address: not a resource address"},
           {"wavefront_cloud_integration_aws_external_id.shared", "hush",
            "resources: wavefront_cloud_integration_ec2.main: dependencies: a resource address is expected"},
           {"\"deleted_epoch_millis\": 1700000000000", "\"deleted_epoch_millis\": true",
            "tombstones: deleted_epoch_millis: a number is expected"},
           {"\"since_epoch_millis\": 34", "\"since_epoch_millis\": {}",
            "intents: since_epoch_millis: a number is expected"},
           {"\"call\": \"undelete\"", "\"call\": \"recover\"",
            "open_calls: id-6: call: update, delete or undelete is expected"},
           {"\"ended\": false", "\"ended\": 0", "run: ended: a bool is expected"},
           {"\"creator_id\"", "\"creator\"", "known_ids: run-1: creator_id: a string is expected"},
           {"\"applied_epoch_millis\": 91", "\"applied_epoch_millis\": \"\"",
            "plan: applied_epoch_millis: a number is expected"},
           {"\"outputs\": {", "\"outputs\": [], \"x\": {", "outputs: a map is expected"},
           {"\"masked\": true", "\"masked\": 1", "outputs: an object with a value and masked is expected"}}) {
    INFO(from);
    auto error = refused_state(with(from, to));
    CHECK(error.kind == ErrorKind::Corrupt);
    CHECK(error.message == std::string("the state file is damaged: ") + message);
    CHECK(error.hint.starts_with("Restore a copy. The one that ends in .backup is one run older;"));
  }
}

}  // namespace waveform::state
