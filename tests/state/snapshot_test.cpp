#include "state/snapshot.h"

#include <doctest/doctest.h>

#include "tests/state/samples.h"

namespace waveform::state {

TEST_CASE("a resource takes the place of its intent and of the tombstones of its address and id") {
  Snapshot snapshot;
  snapshot.intents = {sample_intent("a"), sample_intent("b")};
  snapshot.tombstones = {
      {ec2("a"), "old", 0, {}, {}}, {ec2("c"), "id-a", 0, {}, {}}, {ec2("c"), "id-c", 0, {}, {}}};
  apply(snapshot, {ec2("a"), bare_resource("id-a"), {}});
  CHECK(snapshot.resources.at(ec2("a")).id == "id-a");
  CHECK(snapshot.intents.size() == 1);
  REQUIRE(snapshot.tombstones.size() == 1);
  CHECK(find_tombstone(snapshot, ec2("c"))->id == "id-c");
}

TEST_CASE("a removed resource leaves a tombstone or nothing") {
  Snapshot snapshot;
  snapshot.resources.emplace(ec2("a"), bare_resource("id-a"));
  snapshot.resources.emplace(ec2("b"), bare_resource("id-b"));
  apply(snapshot, {ec2("a"), {}, Tombstone{ec2("a"), "id-a", 1, {}, {}}});
  apply(snapshot, {ec2("b"), {}, {}});
  CHECK(snapshot.resources.empty());
  CHECK(snapshot.tombstones.size() == 1);
  apply(snapshot, {ec2("nobody"), {}, {}});
}

TEST_CASE("the newest tombstone of an address is found, and the owner of an id") {
  Snapshot snapshot;
  snapshot.tombstones = {{ec2("a"), "1", 1, {}, {}}, {ec2("a"), "2", 2, {}, {}}, {ec2("b"), "3", 3, {}, {}}};
  CHECK(find_tombstone(snapshot, ec2("a"))->id == "2");
  CHECK(find_tombstone(snapshot, ec2("c")) == nullptr);
  snapshot.resources.emplace(ec2("x"), bare_resource("id-x"));
  CHECK(*find_owner(snapshot, "id-x") == ec2("x"));
  CHECK(find_owner(snapshot, "id-y") == nullptr);
  CHECK(find_intent(snapshot, ec2("x")) == nullptr);
}

}  // namespace waveform::state
