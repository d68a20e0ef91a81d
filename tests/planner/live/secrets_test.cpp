#include "planner/live/secrets.h"

#include <doctest/doctest.h>

namespace waveform::planner {

using base::Value;

TEST_CASE("a digest depends on the key and on all of the string, its line ends too") {
  auto digest = secret_digest("key", "secret");
  CHECK(digest.size() == 64);
  CHECK(secret_digest("key", "secret") == digest);
  for (const char* other : {"secret\n", "secret\r\n", "secret\n\n", "\nsecret", "\ufeffsecret"})
    CHECK_MESSAGE(secret_digest("key", other) != digest, other);
  CHECK(secret_digest("key", " secret") != digest);
  CHECK(secret_digest("key", "secret ") != digest);
  CHECK(secret_digest("other", "secret") != digest);
  CHECK(secret_digest("key", "Secret") != digest);
  CHECK(secret_digest("key", "") != secret_digest("key", Value()));
}

TEST_CASE("a string that contains JSON counts as that JSON: spaces and the order of keys do not matter") {
  auto digest = secret_digest("key", R"({"a": 1, "b": [true]})");
  CHECK(secret_digest("key", "\n{\"b\":[true],\n\t\"a\":1}\n") == digest);
  CHECK(secret_digest("key", Value(Value::Map{{"a", 1}, {"b", Value::List{true}}})) == digest);
  CHECK(secret_digest("key", R"({"a": 1, "b": [false]})") != digest);
  CHECK(secret_digest("key", R"({"a": 1, "b": [true])") != digest);  // broken: a string like any other
  CHECK(secret_digest("key", "\ufeff{\"a\": 1, \"b\": [true]}") == digest);
  CHECK(secret_digest("key", "12") != secret_digest("key", "12.0"));
  // Doubles would make these equal.
  CHECK(secret_digest("key", "{\"a\": 18446744073709551616}") !=
        secret_digest("key", "{\"a\": 18446744073709551617}"));
  CHECK(secret_digest("key", "{\"a\": [0.1]}") != secret_digest("key", "{\"a\": [0.10000000000000000001]}"));
  CHECK(secret_digest("key", "12") != secret_digest("key", 12));
}

TEST_CASE("the verdict on a secret") {
  state::Resource known;
  known.secret_digests = {{"external_id", secret_digest("key", "wave1")}};
  CHECK(compare_secret("key", known, "external_id", "wave1") == SecretVerdict::Same);
  CHECK(compare_secret("key", known, "external_id", "wave2") == SecretVerdict::Changed);
  CHECK(compare_secret("key", known, "external_id", Value::unknown()) == SecretVerdict::Changed);
  CHECK(compare_secret("key", known, "json_key", "wave1") == SecretVerdict::First);
  CHECK(compare_secret("key", {}, "json_key", Value::unknown()) == SecretVerdict::Changed);
  // The service may have either: it is sent again in any case.
  known.open_secrets = {{"external_id", secret_digest("key", "wave2")}};
  CHECK(compare_secret("key", known, "external_id", "wave1") == SecretVerdict::Other);
  CHECK(compare_secret("key", known, "external_id", "wave2") == SecretVerdict::Changed);
}

TEST_CASE("an external id is in use when an integration of the state was last sent it") {
  state::Snapshot snapshot;
  snapshot.digest_key = "key";
  CHECK(!is_external_id_in_use(snapshot, "wave1"));
  state::Resource resource;
  resource.secret_digests = {{"external_id", secret_digest("key", "wave1")}};
  snapshot.resources.emplace(base::Address{"t", "n", {}}, resource);
  CHECK(is_external_id_in_use(snapshot, "wave1"));
  CHECK(!is_external_id_in_use(snapshot, "wave2"));
}

}  // namespace waveform::planner
