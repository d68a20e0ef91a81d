#include "state/commit_log.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "tests/support/memory_backend.h"

namespace waveform::state {
namespace {

// A slow disk: other records arrive during a write. Two writes at the same time would be detected.
class SlowBackend final : public Backend {
 public:
  std::string name() const override { return "slow"; }
  base::Result<std::unique_ptr<Lock>> lock(std::string_view holder) override { return memory.lock(holder); }
  base::Result<std::optional<std::string>> read_state() override { return memory.read_state(); }
  base::Result<void> write_state(std::string_view text) override { return memory.write_state(text); }
  base::Result<std::optional<std::string>> read_journal() override { return memory.read_journal(); }
  base::Result<void> append_journal(std::string_view line) override {
    CHECK(++at_work == 1);
    for (int i = 0; i < 100; ++i) std::this_thread::yield();
    auto written = memory.append_journal(line);
    --at_work;
    ++flushes;
    return written;
  }
  base::Result<void> remove_journal() override { return memory.remove_journal(); }

  MemoryBackend memory;
  std::atomic<int> at_work = 0;
  int flushes = 0;
};

constexpr int kThreads = 8;
constexpr int kRecords = 200;

void in_threads(const std::function<void(int thread)>& work) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) threads.emplace_back(work, thread);
  for (auto& thread : threads) thread.join();
}

}  // namespace

TEST_CASE("what was appended is on the disk when a commit returns, and one flush serves many") {
  SlowBackend backend;
  CommitLog log(backend);
  in_threads([&](int thread) {
    for (int i = 0; i < kRecords; ++i) {
      log.append("\"" + std::to_string(thread) + "-" + std::to_string(i) + ".\"");
      if (!log.commit()) FAIL_CHECK("not committed");
    }
  });
  const std::string& journal = *backend.memory.journal;
  for (int thread = 0; thread < kThreads; ++thread) {
    std::size_t last = 0;  // each thread's records in order
    for (int i = 0; i < kRecords; ++i) {
      auto found = journal.find("\"" + std::to_string(thread) + "-" + std::to_string(i) + ".\"");
      REQUIRE(found != std::string::npos);
      CHECK(found > last);
      last = found;
    }
  }
  CHECK(backend.flushes == std::count(journal.begin(), journal.end(), '\n'));
  CHECK(backend.flushes < kThreads * kRecords);
}

TEST_CASE("after one failure nothing more is written, and every commit fails") {
  SlowBackend backend;
  backend.memory.writes_until_failure = 5;
  CommitLog log(backend);
  std::atomic<int> committed = 0;
  in_threads([&](int) {
    for (int i = 0; i < kRecords; ++i) {
      log.append("1");
      if (log.commit()) ++committed;
    }
  });
  const std::string journal = *backend.memory.journal;
  CHECK(std::count(journal.begin(), journal.end(), '\n') == 5);
  CHECK(committed >= 5);
  CHECK(committed == std::count(journal.begin(), journal.end(), ',') + 5);
  backend.memory.writes_until_failure = -1;
  log.append("1");
  CHECK(log.commit().error().kind == base::ErrorKind::Io);
  CHECK(backend.memory.journal == journal);
}

TEST_CASE("with nothing new there is nothing to write") {
  SlowBackend backend;
  CommitLog log(backend);
  CHECK(log.commit());
  log.append("1");
  CHECK(log.commit());
  CHECK(log.commit());
  CHECK(backend.flushes == 1);
}

}  // namespace waveform::state
