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

Declaration create(const std::string& name) {
  return {ec2(name), sample_intent(name)};
}

Declaration of_call(OpenCall::Kind kind, const std::string& name) {
  return {ec2(name), {}, "id-" + name, OpenCall{kind, ec2(name), {}, {}}};
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

const Run kRun{"run-1", "machine", false};
const std::string kHeader = lines(header_record(empty(), kRun));
// In the form of version 1.
const std::string kHeader1 =
    R"({"format":"waveform-journal","lineage":"lineage","plan":"","serial":3,"version":1})"
    "\n";

}  // namespace

TEST_CASE("results are applied, in order") {
  auto snapshot = empty();
  std::string journal =
      kHeader + lines(declaration_record(1, create("a")), done_record(1, made("a", "id-a")),
                      declaration_record(2, of_call(OpenCall::Kind::Delete, "a")),
                      done_record(2, {ec2("a"), {}, Tombstone{ec2("a"), "id-a", 36, {"name"}, {}}}),
                      declaration_record(3, create("b")), done_record(3, made("b", "id-b")));
  REQUIRE(replay(snapshot, journal));
  CHECK(snapshot.resources.size() == 1);
  CHECK(snapshot.resources.at(ec2("b")) == sample_resource("id-b"));
  REQUIRE(snapshot.tombstones.size() == 1);
  CHECK(find_tombstone(snapshot, ec2("a"))->id == "id-a");
  CHECK(snapshot.intents.empty());
}

TEST_CASE("a create without a result stays declared, with what its run knew; a refused one does not") {
  auto snapshot = empty();
  REQUIRE(replay(snapshot, kHeader + lines(known_record({"id-1"}), declaration_record(1, create("lost")),
                                           declaration_record(2, create("refused")), refused_record(2))));
  CHECK(snapshot.intents == std::vector<Intent>{sample_intent("lost")});
  CHECK(snapshot.resources.empty());
  CHECK(snapshot.run == kRun);
  CHECK(snapshot.has_journal);
  CHECK(snapshot.known_ids.at("run-1") == KnownIds{{"id-1"}, ""});
}

TEST_CASE("a delete without a result stays declared, and so does the resource; one with a result does not") {
  const auto remove = of_call(OpenCall::Kind::Delete, "a");
  auto snapshot = empty();
  snapshot.resources.emplace(ec2("a"), sample_resource("id-a"));
  const auto before = snapshot.resources;
  REQUIRE(replay(snapshot, kHeader + lines(declaration_record(1, remove))));
  CHECK(snapshot.open_calls.at("id-a") == *remove.call);
  CHECK(snapshot.resources == before);
  for (const auto& result : {refused_record(1), done_record(1, {ec2("a"), {}, {}})}) {
    auto other = empty();
    other.resources = before;
    REQUIRE(replay(other, kHeader + lines(declaration_record(1, remove), result)));
    CHECK(other.open_calls.empty());
    CHECK(other.resources.contains(ec2("a")) == (result == refused_record(1)));
  }
}

TEST_CASE("an update without a result owns what it may have set, and keeps both digests of a secret") {
  auto update = of_call(OpenCall::Kind::Update, "a");
  update.call->sent = {{"metric_filter_regex", "x"}};
  update.call->claims = {"metric_filter_regex"};
  update.open_secrets = {{"external_id", "new"}};
  auto snapshot = empty();
  snapshot.resources.emplace(ec2("a"), sample_resource("id-a"));
  const auto before = snapshot.resources;
  REQUIRE(replay(snapshot, kHeader + lines(declaration_record(1, update))));
  const auto& resource = snapshot.resources.at(ec2("a"));
  CHECK(resource.ours == std::set<std::string>{"additional_tags", "metric_filter_regex", "name"});
  CHECK(resource.secret_digests == SecretDigests{{"external_id", "d1"}});
  CHECK(resource.open_secrets == update.open_secrets);
  CHECK(snapshot.open_calls.at("id-a") == *update.call);
  auto refused = empty();
  refused.resources = before;
  REQUIRE(replay(refused, kHeader + lines(declaration_record(1, update), refused_record(1))));
  CHECK(refused.resources == before);
  CHECK(refused.open_calls.empty());
}

TEST_CASE("an undelete without a result is a resource again; a refused one a tombstone") {
  auto undelete = of_call(OpenCall::Kind::Undelete, "a");
  undelete.resource = sample_resource("id-a");
  auto snapshot = empty();
  snapshot.tombstones = {{ec2("a"), "id-a", 1, {"name"}, {}}};
  const auto before = snapshot.tombstones;
  REQUIRE(replay(snapshot, kHeader + lines(declaration_record(1, undelete))));
  CHECK(snapshot.resources.at(ec2("a")) == sample_resource("id-a"));
  CHECK(snapshot.tombstones.empty());
  auto refused = empty();
  refused.tombstones = before;
  REQUIRE(replay(refused, kHeader + lines(declaration_record(1, undelete), refused_record(1))));
  CHECK(refused.resources.empty());
  CHECK(refused.tombstones == before);
}

TEST_CASE("the records of one flush are one line, and are valid together") {
  auto snapshot = empty();
  std::string flush =
      journal_line(header_record(empty(), kRun) + "," + declaration_record(1, create("a")) + "," +
                   done_record(1, made("a", "id-a")) + "," + declaration_record(2, create("b")));
  CHECK(flush.find('\n') == flush.size() - 1);
  REQUIRE(replay(snapshot, flush));
  CHECK(snapshot.resources.size() == 1);
  CHECK(snapshot.intents.size() == 1);
}

TEST_CASE("a torn last line is ignored, wherever it was torn") {
  std::string before = kHeader + lines(declaration_record(1, create("a")));
  std::string last = lines(done_record(1, made("a", "id-a")));
  for (std::size_t size = 0; size < last.size(); ++size) {
    for (const std::string& rest :
         {std::string(), std::string(last.size() - size, '\0'), std::string("\n")}) {
      auto snapshot = empty();
      REQUIRE(replay(snapshot, before + last.substr(0, size) + rest));
      CHECK(snapshot.intents.size() == (rest == "\n" && size == last.size() - 1 ? 0 : 1));
    }
  }
  for (std::size_t size = 0; size < kHeader.size(); ++size) {
    auto snapshot = empty();
    CHECK(replay(snapshot, kHeader.substr(0, size)));
    CHECK(!snapshot.has_journal);
  }
  auto snapshot = empty();
  REQUIRE(replay(snapshot, before + last));
  CHECK(snapshot.resources.size() == 1);
}

TEST_CASE("a change of any byte before the last line is an error") {
  const std::string before = kHeader + lines(declaration_record(1, create("a")));
  const std::string last = lines(done_record(1, made("a", "id-a")));
  for (std::size_t i = 0; i + 1 < before.size(); ++i) {
    INFO("byte ", i);
    std::string other = before;
    other[i] = static_cast<char>(other[i] ^ 1);
    CHECK(refused_journal(other + last).kind == ErrorKind::Corrupt);
  }
}

TEST_CASE("an unreadable journal is an error, unless its first line has no end yet") {
  const std::string head = kHeader.substr(0, kHeader.find('\n') + 1);
  for (std::size_t i = 0; i < head.size(); ++i) {
    auto snapshot = empty();
    CHECK(replay(snapshot, std::string_view(head).substr(0, i)));
  }
  for (const std::string& other :
       {std::string("garbage\n"), "x" + head, std::string("\n"), std::string("a\nb\n")})
    CHECK(refused_journal(other).message == "the journal is damaged at line 1: no line has a valid checksum");
}

TEST_CASE("damage in the middle is an error with its line, and never shows the text") {
  std::string end = lines(done_record(1, made("a", "id-a")));
  CHECK(refused_journal(kHeader + "{\"seq\": 1, hush}\n" + end).message ==
        "the journal is damaged at line 2: its checksum is wrong, and it is not the last line");
  CHECK(refused_journal(kHeader + "\n" + end).message.starts_with("the journal is damaged at line 2: "));
  CHECK(refused_journal(kHeader + lines("{}")).message ==
        "the journal is damaged at line 2: seq: a whole number is expected");
  CHECK(refused_journal(kHeader + lines(declaration_record(1, create("a")), "{\"seq\": 2}")).message ==
        "the journal is damaged at line 3: address: a string is expected");
  CHECK(refused_journal(kHeader + lines(R"({"seq": 1, "result": "done", "address": "hush"})")).kind ==
        ErrorKind::Corrupt);
  CHECK(refused_journal(kHeader +
                        lines(R"({"seq": 1, "result": "done", "address": "t.n", "resource": {"id": 4}})"))
            .message == "the journal is damaged at line 2: resource: id: a string is expected");
  CHECK(refused_journal(end).message == "the journal is damaged at line 1: it is not a journal header");
  CHECK(refused_journal(kHeader + std::string(5000, '[') + "\n" + end).kind == ErrorKind::Corrupt);
}

TEST_CASE("the example of docs/journal-format.md is valid") {
  const std::string page = test::source_text("docs/journal-format.md");
  const auto begin = page.find("```\n", page.find("## Example")) + 4;
  auto snapshot = empty();
  snapshot.lineage = "3973414e-95f1-446b-a4b3-5a189990ab7d";
  snapshot.serial = 1;
  REQUIRE(replay(snapshot, page.substr(begin, page.find("```", begin) - begin)));
  CHECK(snapshot.resources.contains(ec2("a")));
  CHECK(snapshot.intents.empty());
}

TEST_CASE("a journal of version 1 is read: one record per line, no checksums") {
  const std::string create_b =
      R"({"address":"wavefront_cloud_integration_ec2.b","body":{"name":"b"},"expected":{"attributes":{},)"
      R"("dependencies":[],"id":"","ours":[],"secret_digests":{},"skip_trash":false},"id":"",)"
      R"("intent":"create","seq":2,"since_epoch_millis":34,"watermark":12})"
      "\n";
  auto snapshot = empty();
  std::string journal = kHeader1 + done_record(1, made("a", "id-a")) + "\n" + create_b;
  REQUIRE(replay(snapshot, journal + "{\"seq\": 2, \"resul"));
  CHECK(snapshot.resources.size() == 1);
  REQUIRE(snapshot.intents.size() == 1);
  CHECK(snapshot.intents.front().run.empty());
  CHECK(refused_journal(journal + "{\"seq\": 2, \"resul\n" + refused_record(2) + "\n").kind ==
        ErrorKind::Corrupt);
}

TEST_CASE("a journal of version 2 is read") {
  auto snapshot = empty();
  snapshot.lineage = "3973414e-95f1-446b-a4b3-5a189990ab7d";
  snapshot.serial = 1;
  REQUIRE(replay(snapshot, test::source_text("tests/state/golden/journal-2.txt")));
  CHECK(snapshot.resources.contains(ec2("a")));
  CHECK(snapshot.intents.empty());
  CHECK(snapshot.run == Run{"", "", false});
}

TEST_CASE("a journal of another lineage or of a later serial is a conflict") {
  auto other = empty();
  other.lineage = "other";
  CHECK(refused_journal(lines(header_record(other, kRun))).kind == ErrorKind::Conflict);
  auto later = empty();
  later.serial = 4;
  CHECK(refused_journal(lines(header_record(later, kRun))).kind == ErrorKind::Conflict);
}

TEST_CASE("a journal of an older serial is ignored, whatever its content") {
  auto older = empty();
  older.serial = 2;
  auto snapshot = empty();
  REQUIRE(
      replay(snapshot, lines(header_record(older, kRun), declaration_record(1, create("a"))) + "garbage\n"));
  CHECK(snapshot.intents.empty());
}

TEST_CASE("a journal of a newer version is refused") {
  std::string newer = header_record(empty(), kRun);
  newer.replace(newer.find("\"version\":3"), 11, "\"version\":4");
  CHECK(refused_journal(lines(newer)).kind == ErrorKind::Unsupported);
}

TEST_CASE("every record is one JSON object without a line break in it") {
  auto declaration = create("a");
  declaration.intent->body = Value(Value::Map{{"name", "two\nlines"}});
  for (const auto& record : {header_record(empty(), kRun), declaration_record(1, declaration),
                             done_record(1, made("a", "i")), refused_record(2)}) {
    CHECK(record.find('\n') == std::string::npos);
    CHECK(record.front() == '{');
  }
}

}  // namespace waveform::state
