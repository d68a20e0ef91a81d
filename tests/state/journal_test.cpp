#include "state/journal.h"

#include <doctest/doctest.h>

#include "tests/state/samples.h"
#include "tests/support/golden.h"

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

base::Error refused_journal(const std::string& journal) {
  auto snapshot = empty();
  auto replayed = replay(snapshot, journal);
  REQUIRE(!replayed);
  return replayed.error();
}

// One flush for each record.
template <typename... Records>
std::string lines(const Records&... records) {
  return (journal_line(records) + ...);
}

const std::string kHeader = lines(header_record(empty()));
// As version 1 had it.
const std::string kHeader1 =
    R"({"format":"waveform-journal","lineage":"lineage","plan":"","serial":3,"version":1})"
    "\n";

}  // namespace

TEST_CASE("results are applied, in order") {
  auto snapshot = empty();
  std::string journal =
      kHeader + lines(intent_record(1, create("a")), done_record(1, made("a", "id-a")),
                      intent_record(2, {"delete", ec2("a"), "id-a", {}, {}, 0, 35}),
                      done_record(2, {ec2("a"), {}, Tombstone{ec2("a"), "id-a", 36, {"name"}, {}}}),
                      intent_record(3, create("b")), done_record(3, made("b", "id-b")));
  REQUIRE(replay(snapshot, journal));
  CHECK(snapshot.resources.size() == 1);
  CHECK(snapshot.resources.at(ec2("b")) == sample_resource("id-b"));
  REQUIRE(snapshot.tombstones.size() == 1);
  CHECK(find_tombstone(snapshot, ec2("a"))->id == "id-a");
  CHECK(snapshot.in_doubt.empty());
}

TEST_CASE("a create without a result is in doubt; a refused one and other calls are not") {
  auto snapshot = empty();
  std::string journal =
      kHeader + lines(intent_record(1, create("lost")), intent_record(2, create("refused")),
                      refused_record(2), intent_record(3, {"update", ec2("u"), "id-u", {}, {}, 0, 35}));
  REQUIRE(replay(snapshot, journal));
  CHECK(snapshot.in_doubt ==
        std::vector<Doubt>{{ec2("lost"), Value(Value::Map{{"name", "lost"}}), sample_resource(""), 12, 34}});
  CHECK(snapshot.resources.empty());
}

TEST_CASE("a delete without a result may still be under way; one with a result is not") {
  Intent remove{"delete", ec2("a"), "id-a", {}, {}, 0, 35};
  auto snapshot = empty();
  REQUIRE(replay(snapshot, kHeader + lines(intent_record(1, remove))));
  REQUIRE(snapshot.open_deletes.size() == 1);
  CHECK(snapshot.open_deletes.at("id-a").address == ec2("a"));
  CHECK(snapshot.open_deletes.at("id-a").since_epoch_millis == 35);
  snapshot = empty();
  REQUIRE(replay(snapshot, kHeader + lines(intent_record(1, remove), refused_record(1))));
  CHECK(snapshot.open_deletes.empty());
}

TEST_CASE("the records of one flush are one line, and count together") {
  auto snapshot = empty();
  std::string flush = journal_line(header_record(empty()) + "," + intent_record(1, create("a")) + "," +
                                   done_record(1, made("a", "id-a")) + "," + intent_record(2, create("b")));
  CHECK(flush.find('\n') == flush.size() - 1);
  REQUIRE(replay(snapshot, flush));
  CHECK(snapshot.resources.size() == 1);
  CHECK(snapshot.in_doubt.size() == 1);
}

TEST_CASE("a last line that was torn does not count, wherever it was torn and whatever is left of it") {
  std::string before = kHeader + lines(intent_record(1, create("a")));
  std::string last = lines(done_record(1, made("a", "id-a")));
  for (std::size_t size = 0; size < last.size(); ++size) {
    for (const std::string& rest :
         {std::string(), std::string(last.size() - size, '\0'), std::string("\n")}) {
      auto snapshot = empty();
      REQUIRE(replay(snapshot, before + last.substr(0, size) + rest));
      CHECK(snapshot.in_doubt.size() == (rest == "\n" && size == last.size() - 1 ? 0 : 1));
    }
  }
  for (std::size_t size = 0; size < kHeader.size(); ++size) {
    auto snapshot = empty();
    CHECK(replay(snapshot, kHeader.substr(0, size)));
    CHECK(!snapshot.left_over);
  }
  auto snapshot = empty();
  REQUIRE(replay(snapshot, before + last));
  CHECK(snapshot.resources.size() == 1);
}

TEST_CASE("whichever byte before the last line is another one, that is an error and nothing is guessed") {
  const std::string before = kHeader + lines(intent_record(1, create("a")));
  const std::string last = lines(done_record(1, made("a", "id-a")));
  for (std::size_t i = 0; i + 1 < before.size(); ++i) {
    INFO("byte ", i);
    std::string other = before;
    other[i] = static_cast<char>(other[i] ^ 1);
    CHECK(refused_journal(other + last).kind == ErrorKind::Corrupt);
  }
}

TEST_CASE("damage in the middle is an error with its line, and never shows the text") {
  std::string end = lines(done_record(1, made("a", "id-a")));
  CHECK(refused_journal(kHeader + "{\"seq\": 1, hush}\n" + end).message ==
        "the journal is damaged at line 2: it is not as it was written, and more comes after it");
  CHECK(refused_journal(kHeader + "\n" + end).message.starts_with("the journal is damaged at line 2: "));
  CHECK(refused_journal(kHeader + lines("{}")).message ==
        "the journal is damaged at line 2: seq: a whole number is expected");
  CHECK(refused_journal(kHeader + lines(intent_record(1, create("a")), "{\"seq\": 2}")).message ==
        "the journal is damaged at line 3: neither an intent nor a result");
  CHECK(refused_journal(kHeader + lines(R"({"seq": 1, "result": "done", "address": "hush"})")).kind ==
        ErrorKind::Corrupt);
  CHECK(refused_journal(kHeader +
                        lines(R"({"seq": 1, "result": "done", "address": "t.n", "resource": {"id": 4}})"))
            .message == "the journal is damaged at line 2: id: a string is expected");
  CHECK(refused_journal(end).message ==
        "the journal is damaged at line 1: this is not the header of a journal");
  CHECK(refused_journal(kHeader + std::string(5000, '[') + "\n" + end).kind == ErrorKind::Corrupt);
}

TEST_CASE("the example of docs/journal-format.md is as it says") {
  const std::string page = test::source_text("docs/journal-format.md");
  const auto begin = page.find("```\n", page.find("## Example")) + 4;
  auto snapshot = empty();
  snapshot.lineage = "3973414e-95f1-446b-a4b3-5a189990ab7d";
  snapshot.serial = 1;
  REQUIRE(replay(snapshot, page.substr(begin, page.find("```", begin) - begin)));
  CHECK(snapshot.resources.contains(ec2("a")));
  CHECK(snapshot.in_doubt.empty());
}

TEST_CASE("a journal of version 1 is read: one record a line, no checksums") {
  auto snapshot = empty();
  std::string journal = kHeader1 + intent_record(1, create("a")) + "\n" + done_record(1, made("a", "id-a")) +
                        "\n" + intent_record(2, create("b")) + "\n";
  REQUIRE(replay(snapshot, journal + "{\"seq\": 2, \"resul"));
  CHECK(snapshot.resources.size() == 1);
  CHECK(snapshot.in_doubt.size() == 1);
  CHECK(refused_journal(journal + "{\"seq\": 2, \"resul\n" + refused_record(2) + "\n").kind ==
        ErrorKind::Corrupt);
}

TEST_CASE("a journal of another lineage or of a later serial is a conflict") {
  auto other = empty();
  other.lineage = "other";
  CHECK(refused_journal(lines(header_record(other))).kind == ErrorKind::Conflict);
  auto later = empty();
  later.serial = 4;
  CHECK(refused_journal(lines(header_record(later))).kind == ErrorKind::Conflict);
}

TEST_CASE("a journal of an older serial is passed over, whatever is in it") {
  auto older = empty();
  older.serial = 2;
  auto snapshot = empty();
  REQUIRE(replay(snapshot, lines(header_record(older), intent_record(1, create("a"))) + "garbage\n"));
  CHECK(snapshot.in_doubt.empty());
}

TEST_CASE("a journal of a newer version is refused") {
  std::string newer = header_record(empty());
  newer.replace(newer.find("\"version\":2"), 11, "\"version\":3");
  CHECK(refused_journal(lines(newer)).kind == ErrorKind::Unsupported);
}

TEST_CASE("every record is one JSON object without a line break in it") {
  Intent intent = create("a");
  intent.body = Value(Value::Map{{"name", "two\nlines"}});
  for (const auto& record : {header_record(empty()), intent_record(1, intent), done_record(1, made("a", "i")),
                             refused_record(2)}) {
    CHECK(record.find('\n') == std::string::npos);
    CHECK(record.front() == '{');
  }
}

}  // namespace waveform::state
