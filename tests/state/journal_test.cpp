#include "state/journal.h"

#include <doctest/doctest.h>

#include "tests/state/samples.h"

namespace waveform::state {
namespace {

using base::ErrorKind;
using base::Value;

Snapshot empty() {
  Snapshot snapshot;
  snapshot.lineage = "lineage";
  snapshot.serial = 3;
  return snapshot;
}

Intent create(const std::string& name) {
  return {"create", ec2(name), "", Value(Value::Map{{"name", name}}), sample_resource(""), 12, 34};
}

Mutation made(const std::string& name, const std::string& id) {
  return {ec2(name), sample_resource(id), {}};
}

base::Error refused(const std::string& journal) {
  auto snapshot = empty();
  auto replayed = replay(snapshot, journal);
  REQUIRE(!replayed);
  return replayed.error();
}

const std::string kHeader = header_line(empty());

}  // namespace

TEST_CASE("results are applied, in order") {
  auto snapshot = empty();
  std::string journal = kHeader + intent_line(1, create("a")) + done_line(1, made("a", "id-a")) +
                        intent_line(2, {"delete", ec2("a"), "id-a", {}, {}, 0, 35}) +
                        done_line(2, {ec2("a"), {}, Tombstone{ec2("a"), "id-a", 36, {"name"}, {}}}) +
                        intent_line(3, create("b")) + done_line(3, made("b", "id-b"));
  REQUIRE(replay(snapshot, journal));
  CHECK(snapshot.resources.size() == 1);
  CHECK(snapshot.resources.at(ec2("b")) == sample_resource("id-b"));
  REQUIRE(snapshot.tombstones.size() == 1);
  CHECK(snapshot.tombstones[0].id == "id-a");
  CHECK(snapshot.in_doubt.empty());
}

TEST_CASE("a create without a result is in doubt; a refused one and other calls are not") {
  auto snapshot = empty();
  std::string journal = kHeader + intent_line(1, create("lost")) + intent_line(2, create("refused")) +
                        refused_line(2) + intent_line(3, {"update", ec2("u"), "id-u", {}, {}, 0, 35});
  REQUIRE(replay(snapshot, journal));
  CHECK(snapshot.in_doubt ==
        std::vector<Doubt>{{ec2("lost"), Value(Value::Map{{"name", "lost"}}), sample_resource(""), 12, 34}});
  CHECK(snapshot.resources.empty());
}

TEST_CASE("a delete without a result may still be under way; one with a result is not") {
  Intent remove{"delete", ec2("a"), "id-a", {}, {}, 0, 35};
  auto snapshot = empty();
  REQUIRE(replay(snapshot, kHeader + intent_line(1, remove)));
  REQUIRE(snapshot.open_deletes.size() == 1);
  CHECK(snapshot.open_deletes.at("id-a").address == ec2("a"));
  CHECK(snapshot.open_deletes.at("id-a").since_epoch_millis == 35);
  snapshot = empty();
  REQUIRE(replay(snapshot, kHeader + intent_line(1, remove) + refused_line(1)));
  CHECK(snapshot.open_deletes.empty());
}

TEST_CASE("a last line that was cut does not count, wherever the cut is") {
  std::string before = kHeader + intent_line(1, create("a"));
  std::string last = done_line(1, made("a", "id-a"));
  for (std::size_t size = 0; size < last.size(); ++size) {
    auto snapshot = empty();
    REQUIRE(replay(snapshot, before + last.substr(0, size)));
    CHECK(snapshot.in_doubt.size() == 1);
    CHECK(snapshot.resources.empty());
  }
  for (std::size_t size = 0; size < kHeader.size(); ++size) {
    auto snapshot = empty();
    CHECK(replay(snapshot, kHeader.substr(0, size)));
  }
  auto snapshot = empty();
  REQUIRE(replay(snapshot, before + last));
  CHECK(snapshot.resources.size() == 1);
}

TEST_CASE("damage in the middle is an error with its line, and never shows the text") {
  std::string end = done_line(1, made("a", "id-a"));
  CHECK(
      refused(kHeader + "{\"seq\": 1, hush}\n" + end)
          .message.starts_with("the journal is damaged at line 2: this is not valid JSON (line 1, column "));
  CHECK(refused(kHeader + "\n" + end).message.starts_with("the journal is damaged at line 2: "));
  CHECK(refused(kHeader + "{}\n").message ==
        "the journal is damaged at line 2: seq: a whole number is expected");
  CHECK(refused(kHeader + intent_line(1, create("a")) + "{\"seq\": 2}\n").message ==
        "the journal is damaged at line 3: neither an intent nor a result");
  CHECK(refused(kHeader + R"({"seq": 1, "result": "done", "address": "hush"})"
                          "\n")
            .kind == ErrorKind::Corrupt);
  CHECK(refused(kHeader + R"({"seq": 1, "result": "done", "address": "t.n", "resource": {"id": 4}})"
                          "\n")
            .message == "the journal is damaged at line 2: id: a string is expected");
  CHECK(refused(end).message == "the journal is damaged at line 1: this is not the header of a journal");
  CHECK(refused(kHeader + std::string(5000, '[') + "\n").kind == ErrorKind::Corrupt);
}

TEST_CASE("a journal of another lineage or of a later serial is a conflict") {
  auto other = empty();
  other.lineage = "other";
  CHECK(refused(header_line(other)).kind == ErrorKind::Conflict);
  auto later = empty();
  later.serial = 4;
  CHECK(refused(header_line(later)).kind == ErrorKind::Conflict);
}

TEST_CASE("a journal of an older serial is passed over, whatever is in it") {
  auto older = empty();
  older.serial = 2;
  auto snapshot = empty();
  REQUIRE(replay(snapshot, header_line(older) + intent_line(1, create("a")) + "garbage\n"));
  CHECK(snapshot.in_doubt.empty());
}

TEST_CASE("a journal of a newer version is refused") {
  std::string newer = kHeader;
  newer.replace(newer.find("\"version\":1"), 11, "\"version\":2");
  CHECK(refused(newer).kind == ErrorKind::Unsupported);
}

TEST_CASE("every line is one JSON object on one line") {
  Intent intent = create("a");
  intent.body = Value(Value::Map{{"name", "two\nlines"}});
  for (const auto& line : {kHeader, intent_line(1, intent), done_line(1, made("a", "i")), refused_line(2)}) {
    CHECK(line.find('\n') == line.size() - 1);
    CHECK(line.front() == '{');
  }
}

}  // namespace waveform::state
