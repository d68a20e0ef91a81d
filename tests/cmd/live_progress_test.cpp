#include "cmd/live_progress.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <doctest/doctest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/text.h"

namespace waveform::cmd {
namespace {

using base::Millis;
using planner::Action;
using planner::Change;
using test::has;

Change change(const std::string& name) {
  Change made;
  made.address = {"wavefront_cloud_integration_ec2", name, {}};
  made.actions = {Action::Create};
  return made;
}

// What an apply of these resources writes, while time stands still.
struct Display {
  explicit Display(std::size_t resources) {
    for (std::size_t i = 0; i < resources; ++i) plan.changes.push_back(change("r" + std::to_string(i)));
  }
  LiveProgress::Output lines() { return {err, render::progress_lines(), {}, {}, false}; }
  LiveProgress::Output block() {
    return {err, render::progress_above_block(), {}, [] { return TerminalSize{60, 24}; }, false};
  }

  base::MapEnvironment environment;
  base::FakeClock clock;
  std::ostringstream out, err;
  std::atomic<bool> interrupted = false;
  Process process{.environment = environment, .clock = clock, .out = out, .err = err, .interrupted = [this] {
                    return interrupted.load();
                  }};
  CallWatch watch{clock, [](const render::Pause&) {}};
  planner::Plan plan;
};

using Kind = planner::ProgressEvent::Kind;

void finish(LiveProgress& progress, const Change& change) {
  progress.report({Kind::Started, change});
  progress.report({.kind = Kind::Done, .change = change, .action = Action::Create, .id = "id-1"});
  progress.report({Kind::Ended, change});
}

void take(ProgressState& state, planner::ProgressEvent event, Millis now) {
  state.take(event, now);
}

}  // namespace

TEST_CASE("lines come in their order, and none is missing when it ends") {
  Display display(1000);
  {
    LiveProgress progress(display.lines(), display.plan, display.process, display.watch);
    for (const auto& change : display.plan.changes) finish(progress, change);
  }
  std::string expected;
  for (int i = 0; i < 1000; ++i)
    expected += "created wavefront_cloud_integration_ec2.r" + std::to_string(i) + "  id id-1\n";
  CHECK(display.err.str() == expected);
}

TEST_CASE("an exception of the display ends the display, not the run") {
  Display display(1);
  static constexpr render::ProgressFormat kBroken{
      [](const planner::ProgressEvent& event, const render::EventContext&) -> std::string {
        if (event.kind == Kind::Running) throw std::runtime_error("the terminal is gone");
        return "";
      },
      nullptr, Millis(1)};
  {
    LiveProgress::Output output{display.err, kBroken, {}, {}, true};
    LiveProgress progress(std::move(output), display.plan, display.process, display.watch);
    progress.report({Kind::Started, display.plan.changes[0]});
    display.clock.sleep(Millis(1000));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));  // longer than the period of the display
  }
  CHECK(display.err.str().empty());
}

TEST_CASE("a block shows what runs, and is taken away at the end") {
  Display display(3);
  {
    LiveProgress progress(display.block(), display.plan, display.process, display.watch);
    progress.report({Kind::Started, display.plan.changes[0]});
    progress.report({.kind = Kind::Waiting, .change = display.plan.changes[0], .why = "x"});
    finish(progress, display.plan.changes[1]);
    progress.tick();
    base::Error error{base::ErrorKind::Refused, "no", ""};
    progress.report({.kind = Kind::Failed, .change = display.plan.changes[0], .error = &error});
    display.interrupted = true;
    progress.tick();
  }
  const std::string text = display.err.str();
  INFO(text);
  CHECK(has(text, "created wavefront_cloud_integration_ec2.r1  id id-1\n"));
  CHECK(has(text, "  1/3  33%\x1b[K\n"));
  CHECK(has(text, "  creating wavefront_cloud_integration_ec2.r0"));
  CHECK(has(text, "Error: wavefront_cloud_integration_ec2.r0: no\n"));
  CHECK(has(text, "  2/3  66%\x1b[K\n1 failed, 1 created"));
  CHECK(has(text, std::string(kStopping)));
  CHECK(text.find(kStopping) == text.rfind(kStopping));
  CHECK(text.ends_with("\x1b[J"));
}

TEST_CASE("several threads work and pause, and every line is whole") {
  Display display(400);
  http::Request request{"GET", "https://x/api/v2/cloudintegration/1", {}, "", {}};
  base::Result<http::Response> response = http::Response{429, {}, ""};
  {
    auto output = display.block();
    output.threaded = true;
    LiveProgress progress(std::move(output), display.plan, display.process, display.watch);
    auto observer = display.watch.observer(nullptr);
    std::mutex one_at_a_time;  // as the applier tells
    std::vector<std::thread> workers;
    for (std::size_t worker = 0; worker < 4; ++worker) {
      workers.emplace_back([&, worker] {
        for (std::size_t i = worker; i < display.plan.changes.size(); i += 4) {
          provider::Exchange exchange;
          exchange.request = &request;
          exchange.response = &response;
          exchange.wait = Millis(2500);
          observer(exchange);
          const std::lock_guard lock(one_at_a_time);
          finish(progress, display.plan.changes[i]);
        }
      });
    }
    for (auto& worker : workers) worker.join();
  }
  for (int i = 0; i < 400; ++i)
    CHECK(has(display.err.str(),
              "created wavefront_cloud_integration_ec2.r" + std::to_string(i) + "  id id-1\n"));
}

TEST_CASE("while it exists it receives pauses, and the earlier receiver does afterwards") {
  Display display(1);
  int before = 0;
  display.watch.tell_to([&](const render::Pause&) { ++before; });
  http::Request request{"PUT", "https://x/api/v2/cloudintegration/the-id", {}, "", {}};
  base::Result<http::Response> response = http::Response{503, {}, ""};
  provider::Exchange exchange;
  exchange.request = &request;
  exchange.response = &response;
  exchange.attempt = 1;
  exchange.wait = Millis(3000);
  auto observer = display.watch.observer(nullptr);
  {
    LiveProgress progress(display.lines(), display.plan, display.process, display.watch);
    observer(exchange);
  }
  CHECK(display.err.str() == "503, retrying in 3 s: update the integration (attempt 2)\n");
  CHECK(before == 0);
}

TEST_CASE("pauses are reported when they are long, and seldom; those that are open are counted") {
  base::FakeClock clock;
  std::vector<render::Pause> reported;
  CallWatch watch(clock, [&](const render::Pause& pause) { reported.push_back(pause); });
  auto observer = watch.observer(nullptr);
  http::Request request{"POST", "https://x/api/v2/cloudintegration", {}, "", {}};
  base::Result<http::Response> response = http::Response{429, {}, ""};
  auto attempt = [&](std::optional<Millis> wait) {
    provider::Exchange exchange;
    exchange.request = &request;
    exchange.response = &response;
    exchange.attempt = 2;
    exchange.wait = wait;
    observer(exchange);
  };
  attempt(std::nullopt);
  attempt(Millis(500));
  CHECK(reported.empty());
  CHECK(watch.pausing().calls == 1);
  attempt(Millis(4000));
  attempt(Millis(4000));
  REQUIRE(reported.size() == 1);
  CHECK(reported[0].call == "create the integration");
  CHECK(reported[0].attempt == 3);
  CHECK(reported[0].others == 1);
  CHECK(watch.pausing().answer == "429");
  clock.sleep(Millis(5000));
  CHECK(watch.pausing().calls == 0);
  response = base::fail(base::ErrorKind::Unreachable, "x");
  attempt(Millis(2000));
  REQUIRE(reported.size() == 2);
  CHECK(reported[1].answer == "not reached");
}

TEST_CASE("the rate is that of the last seconds, and what is left is reckoned from it") {
  std::vector<Change> changes;
  for (int i = 0; i < 40; ++i) changes.push_back(change("r" + std::to_string(i)));
  ProgressState state(40, Millis(0));
  CHECK(state.view(6, Millis(0)).per_second == 0);
  for (int second = 1; second <= 20; ++second) {
    take(state, {Kind::Started, changes[static_cast<std::size_t>(second)]}, Millis(second * 1000));
    take(state, {Kind::Ended, changes[static_cast<std::size_t>(second)]}, Millis(0));
    state.view(6, Millis(second * 1000));
  }
  auto view = state.view(6, Millis(20'000));
  CHECK(view.per_second == doctest::Approx(1));
  REQUIRE(view.left);
  CHECK(*view.left == Millis(20'000));
  CHECK(state.view(6, Millis(60'000)).per_second < 0.5);
}

TEST_CASE("what runs for long is reported again and again, with what it waits for") {
  std::vector<Change> changes = {change("a"), change("b")};
  ProgressState state(2, Millis(0));
  take(state, {Kind::Started, changes[0]}, Millis(0));
  take(state, {Kind::Started, changes[1]}, Millis(20'000));
  CHECK(state.due(Millis(30'000), Millis(29'999)).empty());
  CHECK(state.due(Millis(30'000), Millis(30'000)).size() == 1);
  // What it waits for is told soon, and once, however often it waits for that.
  take(state, {.kind = Kind::Waiting, .change = changes[0], .why = "its answer was lost"}, Millis(31'000));
  CHECK(state.due(Millis(30'000), Millis(31'900)).empty());
  auto due = state.due(Millis(30'000), Millis(32'000));
  REQUIRE(due.size() == 1);
  CHECK(due[0].why == "its answer was lost");
  take(state, {.kind = Kind::Waiting, .change = changes[0], .why = ""}, Millis(33'000));
  take(state, {.kind = Kind::Waiting, .change = changes[0], .why = "its answer was lost"}, Millis(34'000));
  CHECK(state.due(Millis(30'000), Millis(36'000)).empty());
  // What lasts for a moment is not.
  take(state, {.kind = Kind::Waiting, .change = changes[1], .why = "not to be seen so far"}, Millis(37'000));
  take(state, {.kind = Kind::Waiting, .change = changes[1], .why = ""}, Millis(37'250));
  CHECK(state.due(Millis(30'000), Millis(39'000)).empty());
  CHECK(state.due(Millis(30'000), Millis(62'000)).size() == 2);
  auto view = state.view(1, Millis(60'000));
  CHECK(view.running.size() == 1);
  CHECK(view.running_besides == 1);
}

TEST_CASE("nothing is reckoned while all that is left waits") {
  std::vector<Change> changes = {change("a"), change("b"), change("c")};
  ProgressState state(3, Millis(0));
  for (const auto& one : changes) take(state, {Kind::Started, one}, Millis(0));
  state.view(6, Millis(2500));
  take(state, {Kind::Ended, changes[0]}, Millis(0));
  take(state, {.kind = Kind::Waiting, .change = changes[1], .why = "its answer was lost"}, Millis(2500));
  CHECK(state.view(6, Millis(5000)).left);
  take(state, {.kind = Kind::Waiting, .change = changes[2], .why = "its answer was lost"}, Millis(5000));
  CHECK_FALSE(state.view(6, Millis(5500)).left);
}

}  // namespace waveform::cmd
