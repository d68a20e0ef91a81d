#include "state/tombstones.h"

#include <doctest/doctest.h>

#include "tests/state/samples.h"

namespace waveform::state {
namespace {

Tombstone of(const std::string& name, const std::string& id) {
  return {ec2(name), id, 0, {}, {}};
}

std::string ids(const Tombstones& tombstones) {
  std::string text;
  for (const auto& tombstone : tombstones) text += tombstone.id;
  return text;
}

}  // namespace

TEST_CASE("tombstones are ordered from the oldest, and the newest of an address is found") {
  Tombstones all = {of("b", "1"), of("a", "2"), of("b", "3"), of("a", "4")};
  all.add(of("b", "5"));
  CHECK(ids(all) == "12345");
  CHECK(all.newest(ec2("a"))->id == "4");
  CHECK(all.newest(ec2("b"))->id == "5");
  CHECK(all.newest(ec2("c")) == nullptr);
  CHECK(Tombstones().newest(ec2("a")) == nullptr);
}

TEST_CASE("all tombstones of an address or of an id are forgotten, and no others") {
  Tombstones all = {of("b", "1"), of("a", "2"), of("b", "3"), of("a", "3"), of("c", "3"), of("c", "4")};
  all.forget(ec2("b"));
  CHECK(ids(all) == "2334");
  all.forget(std::string("3"));
  CHECK(ids(all) == "24");
  CHECK(all.newest(ec2("b")) == nullptr);
  all.forget_if([](const Tombstone& tombstone) { return tombstone.id == "4"; });
  CHECK(all == Tombstones{of("a", "2")});
  all.forget(ec2("c"));
  all.add(of("c", "5"));
  CHECK(ids(all) == "25");
}

TEST_CASE("tombstones that get another address keep their order") {
  Tombstones all = {of("b", "1"), of("a", "2"), of("b", "3")};
  all.move(ec2("b"), ec2("c"));
  CHECK(ids(all) == "123");
  CHECK(all.newest(ec2("b")) == nullptr);
  CHECK(all.newest(ec2("c"))->id == "3");
  all.move(ec2("c"), ec2("c"));
  all.forget(ec2("c"));
  CHECK(ids(all) == "2");
}

}  // namespace waveform::state
