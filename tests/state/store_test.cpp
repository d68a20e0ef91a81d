#include "state/store.h"

#include <functional>

#include <doctest/doctest.h>

#include "state/codec.h"
#include "state/journal.h"
#include "tests/state/samples.h"
#include "tests/support/memory_backend.h"
#include "tests/support/text.h"

namespace waveform::state {
namespace {

using base::ErrorKind;
using test::has;

Declaration create_of(const std::string& name) {
  return {ec2(name), sample_intent(name)};
}

// A run that creates `a` and `b` and deletes the others, as the applier does, with the service's side of it.
struct Story {
  std::set<std::string> made;  // names of existing integrations

  void make(Writer& writer, const std::string& name) {
    if (!begun) begun = writer.begin().has_value();
    if (!begun) return;
    auto seq = writer.declare(create_of(name));
    if (!writer.commit()) return;
    made.insert(name);
    writer.done(seq, {ec2(name), sample_resource("id-" + name), {}});
    (void)writer.commit();
  }
  bool begun = false;
};

// A backend that changes between a read of the state and one of the journal.
struct Busy final : Backend {
  Busy(MemoryBackend& backend, std::function<void()> between)
      : shared(backend), happens(std::move(between)) {}
  std::string name() const override { return shared.name(); }
  base::Result<std::unique_ptr<Lock>> lock(std::string_view holder) override { return shared.lock(holder); }
  base::Result<std::optional<std::string>> read_state() override { return shared.read_state(); }
  base::Result<void> write_state(std::string_view text) override { return shared.write_state(text); }
  base::Result<std::optional<std::string>> read_journal() override {
    ++looks;
    happens();
    return shared.read_journal();
  }
  base::Result<void> append_journal(std::string_view line) override { return shared.append_journal(line); }
  base::Result<void> remove_journal() override { return shared.remove_journal(); }

  MemoryBackend& shared;
  std::function<void()> happens;
  int looks = 0;
};

}  // namespace

TEST_CASE("without a file the state is new, with a new lineage and key, and nothing is written") {
  MemoryBackend backend;
  auto one = load(backend);
  auto two = load(backend);
  REQUIRE(one);
  CHECK(one->lineage.size() == 36);
  CHECK(one->digest_key.size() == 64);
  CHECK(one->lineage != two->lineage);
  CHECK(!backend.state);
}

TEST_CASE("saving writes only changes, and increments the serial") {
  MemoryBackend backend;
  auto writer = *Writer::open(backend, "a test");
  REQUIRE(writer.save());
  CHECK(decode(*backend.state)->serial == 1);
  REQUIRE(writer.save());
  CHECK(decode(*backend.state)->serial == 1);
  writer.snapshot().outputs["x"] = 1;
  REQUIRE(writer.save());
  CHECK(decode(*backend.state)->serial == 2);
}

TEST_CASE("the state that a journal belongs to is written before its first intent") {
  MemoryBackend backend;
  auto writer = *Writer::open(backend, "a test");
  REQUIRE(writer.begin());
  REQUIRE(backend.state);
  CHECK(!backend.journal);
  auto seq = writer.declare(create_of("a"));
  REQUIRE(writer.commit());
  CHECK(has(*backend.journal, " [" + header_record(*decode(*backend.state), writer.snapshot().run)));
  writer.done(seq, {ec2("a"), sample_resource("id-a"), {}});
  REQUIRE(writer.commit());
  auto reader = load(backend);
  REQUIRE(reader);
  CHECK(reader->resources.size() == 1);
  REQUIRE(writer.save());
  CHECK(!backend.journal);
  CHECK(decode(*backend.state)->resources.size() == 1);
}

TEST_CASE("only the next writing run merges a left-over journal") {
  MemoryBackend backend;
  {
    auto killed = *Writer::open(backend, "a run that is killed");
    Story run;
    run.make(killed, "a");
    killed.declare(create_of("b"));
    REQUIRE(killed.commit());
  }
  auto journal = backend.journal;
  auto reader = load(backend);
  CHECK(reader->resources.size() == 1);
  CHECK(reader->intents.size() == 1);
  CHECK(backend.journal == journal);
  auto next = *Writer::open(backend, "the next");
  REQUIRE(next.save());
  CHECK(!backend.journal);
  auto now = *decode(*backend.state);
  CHECK(now.resources.size() == 1);
  CHECK(now.intents.size() == 1);
}

TEST_CASE("killed between writing the state and removing the journal: nothing is done twice") {
  MemoryBackend backend;
  auto writer = *Writer::open(backend, "a run");
  Story run;
  run.make(writer, "a");
  auto journal = backend.journal;
  REQUIRE(writer.save());
  backend.journal = journal;
  auto reader = load(backend);
  REQUIRE(reader);
  CHECK(reader->resources.size() == 1);
  CHECK(reader->intents.empty());
}

TEST_CASE("a read at the end of a run sees all its changes, and those of the next run") {
  MemoryBackend backend;
  std::optional<Writer> writer = *Writer::open(backend, "a run");
  Story run;
  run.make(*writer, "a");
  Busy ends(backend, [&] {
    if (writer) REQUIRE(writer->save());
    writer.reset();
  });
  auto seen = load(ends);
  REQUIRE(seen);
  CHECK(seen->resources.size() == 1);

  std::optional<Writer> next;
  Busy begins(backend, [&] {
    if (next) return;
    next = *Writer::open(backend, "the next");
    next->set_plan("a saved plan");
    Story().make(*next, "b");
  });
  seen = load(begins);
  REQUIRE(seen);
  CHECK(seen->resources.size() == 2);
}

TEST_CASE("a state that changes continuously can be read") {
  MemoryBackend backend;
  Snapshot snapshot = sample_snapshot();
  Busy busy(backend, [&] {
    ++snapshot.serial;
    backend.state = encode(snapshot);
  });
  CHECK(load(busy)->serial == snapshot.serial);
  CHECK(busy.looks < 20);
}

TEST_CASE("whichever write fails, a created resource is in the state or in doubt") {
  for (int n = 0; n < 10; ++n) {
    INFO("writes until failure: ", n);
    MemoryBackend backend;
    Story run;
    {
      auto writer = *Writer::open(backend, "a run");
      backend.writes_until_failure = n;
      run.make(writer, "a");
      run.make(writer, "b");
      (void)writer.save();
    }
    backend.writes_until_failure = -1;
    auto after = load(backend);
    REQUIRE(after);
    for (const auto& name : run.made)
      CHECK((after->resources.contains(ec2(name)) || find_intent(*after, ec2(name)) != nullptr));
    for (const auto& [address, resource] : after->resources) CHECK(run.made.contains(address.name));
  }
}

TEST_CASE("a failed write keeps the serial, and can be retried") {
  MemoryBackend backend;
  auto writer = *Writer::open(backend, "a test");
  backend.writes_until_failure = 0;
  CHECK(writer.save().error().kind == ErrorKind::Io);
  CHECK(writer.snapshot().serial == 0);
  backend.writes_until_failure = -1;
  REQUIRE(writer.save());
  CHECK(decode(*backend.state)->serial == 1);
}

TEST_CASE("a lost create is also in doubt in the state") {
  MemoryBackend backend;
  auto writer = *Writer::open(backend, "a test");
  REQUIRE(writer.begin());
  writer.declare(create_of("a"));
  REQUIRE(writer.commit());
  REQUIRE(writer.save());
  CHECK(decode(*backend.state)->intents.size() == 1);
}

TEST_CASE("the next run knows whether the last one ended or was killed") {
  MemoryBackend backend;
  {
    auto killed = *Writer::open(backend, "a run", "mars");
    REQUIRE(killed.begin());
    CHECK(!decode(*backend.state)->run.ended);
    killed.declare(create_of("a"));
    REQUIRE(killed.commit());
  }
  auto next = *Writer::open(backend, "the next", "venus");
  CHECK(next.last_run().machine == "mars");
  CHECK(!next.last_run().ended);
  CHECK(next.snapshot().intents.front().run == next.last_run().id);
  // While a call of that run is open, it has not ended.
  REQUIRE(next.save());
  CHECK(decode(*backend.state)->run == next.last_run());
  next.snapshot().intents.clear();
  REQUIRE(next.save());
  const auto now = *decode(*backend.state);
  CHECK(now.run.ended);
  CHECK(now.run.machine == "venus");
  CHECK(now.run.id != next.last_run().id);
}

TEST_CASE("an unfinished last run is a reason to write, another writer is not") {
  MemoryBackend backend;
  { REQUIRE(Writer::open(backend, "a run")->begin()); }
  auto next = *Writer::open(backend, "the next");
  REQUIRE(next.save());
  const auto text = backend.state;
  CHECK(decode(*text)->run.ended);
  MemoryBackend other;
  other.state = text;
  REQUIRE(Writer::open(other, "one more")->save());
  CHECK(other.state == text);
}

TEST_CASE("known ids are kept as long as an intent of their run is") {
  MemoryBackend backend;
  auto writer = *Writer::open(backend, "a run");
  REQUIRE(writer.begin());
  writer.know({"id-1", "id-2"});
  writer.declare(create_of("a"));
  auto made = writer.declare(create_of("b"));
  auto resource = sample_resource("id-b");
  resource.attributes["creator_id"] = "me";
  writer.done(made, {ec2("b"), resource, {}});
  REQUIRE(writer.commit());
  for (const auto& seen : {*load(backend), writer.snapshot()}) {
    REQUIRE(seen.known_ids.size() == 1);
    CHECK(seen.known_ids.at(seen.intents.front().run) == KnownIds{{"id-1", "id-2"}, "me"});
  }
  REQUIRE(writer.save());
  CHECK(decode(*backend.state)->known_ids.size() == 1);
  writer.snapshot().intents.clear();
  REQUIRE(writer.save());
  CHECK(decode(*backend.state)->known_ids.empty());
}

TEST_CASE("the record of a saved plan has what its runs began, until it is applied or another run saves") {
  MemoryBackend backend;
  {
    auto writer = *Writer::open(backend, "a run");
    writer.set_plan("digest");
    REQUIRE(writer.begin());
    writer.refused(writer.declare(create_of("refused")));
    writer.declare(create_of("a"));
    writer.remember({ec2("b"), sample_resource("id-b"), {}});
    REQUIRE(writer.commit());
  }
  CHECK(load(backend)->plan == PlanMark{"digest", {ec2("a"), ec2("b")}, {}, 0});
  {
    auto resumed = *Writer::open(backend, "its next run");
    resumed.set_plan("digest");
    REQUIRE(resumed.save());
  }
  CHECK(load(backend)->plan == PlanMark{"digest", {ec2("a"), ec2("b")}, {}, 0});
  {
    auto resumed = *Writer::open(backend, "its last run");
    resumed.set_plan("digest");
    resumed.end_plan(17);
    REQUIRE(resumed.save());
  }
  CHECK(load(backend)->plan == PlanMark{"digest", {}, {}, 17});
  REQUIRE(Writer::open(backend, "another run")->save());
  CHECK(load(backend)->plan == PlanMark());
}

TEST_CASE("there is one writer at a time, and the other one sees its name") {
  MemoryBackend backend;
  auto first = Writer::open(backend, "ann on mars");
  REQUIRE(first);
  auto second = Writer::open(backend, "bob");
  REQUIRE(!second);
  CHECK(second.error().kind == ErrorKind::Locked);
  CHECK(second.error().message.find("ann on mars") != std::string::npos);
  CHECK(load(backend));  // reading needs no lock
}

TEST_CASE("an unreadable file is not changed") {
  for (const std::string& text : {std::string(""), std::string("{\"format\":"), std::string("{}"),
                                  std::string(R"({"version": 4, "terraform_version": "1.5"})")}) {
    MemoryBackend backend;
    backend.state = text;
    CHECK(!load(backend));
    auto writer = Writer::open(backend, "a test");
    REQUIRE(!writer);
    CHECK(writer.error().message.starts_with("memory: "));
    CHECK(backend.state == text);
    CHECK(!backend.journal);
    CHECK(backend.held_by == "");
  }
}

}  // namespace waveform::state
