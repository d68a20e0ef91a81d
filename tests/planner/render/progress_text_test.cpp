#include "planner/render/progress_text.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "tests/planner/render/report_builder.h"
#include "tests/support/golden.h"

namespace waveform::render {
namespace {

using base::Millis;
using planner::Action;
using planner::Change;

const std::string kProgress = "tests/planner/render/golden/progress/";

// The changes that run outlive the view.
ProgressView busy(const std::vector<Change>& changes) {
  ProgressView view{.total = 200, .ended = 113, .failed = 1};
  view.done = {{Action::Create, 100}, {Action::Update, 12}};
  view.running = {{&changes[0], Millis(74'000), "the service is asked whether it was created"},
                  {&changes[1], Millis(12'400), ""},
                  {&changes[2], Millis(400), ""}};
  view.running_besides = 14;
  view.elapsed = Millis(12'000);
  view.per_second = 9.4;
  view.left = Millis(9'000);
  view.pausing = 3;
  view.pausing_for = "429";
  return view;
}

const std::vector<Change>& some_changes() {
  static const std::vector<Change> all = {
      test::change(test::ec2("a"), {Action::Create}),
      test::change(test::cloudwatch("the-one-with-a-long-name", "東京 リージョン"),
                   {Action::Move, Action::Update}),
      test::change(test::ec2("c", std::int64_t{7}), {Action::Delete})};
  return all;
}

std::string text_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

}  // namespace

TEST_CASE("the block at every width is as its golden file has it, and never as wide as the terminal") {
  for (int width : {40, 50, 80, 120}) {
    auto lines = progress_block(busy(some_changes()), {width, false});
    for (const auto& line : lines) CHECK(base::display_width(line) < width);
    test::check_golden(kProgress + "block-" + std::to_string(width) + ".txt", text_of(lines));
  }
  test::check_golden(kProgress + "block-colour.txt",
                     text_of(progress_block(busy(some_changes()), {80, true})));
}

TEST_CASE("a very narrow terminal works") {
  for (int width = 0; width < 40; ++width) {
    for (const auto& line : progress_block(busy(some_changes()), {width, false}))
      CHECK(base::display_width(line) <= std::max(width - 1, 3));
  }
}

TEST_CASE("a block of nothing yet, of few a minute, and of a run that stops") {
  CHECK(text_of(progress_block({.total = 3}, {40, false})) ==
        "░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0/3  0%\n0 s\n");
  ProgressView slow{.total = 2, .ended = 1, .done = {{Action::Delete, 1}}, .elapsed = Millis(90'000)};
  slow.per_second = 0.02;
  slow.stopping = true;
  CHECK(progress_block(slow, {80, false}).back() == "1 deleted   1 min 30 s at 1.2/min, stopping");
}

TEST_CASE("lines tell what is done, what failed, what runs for long, and which call is tried again") {
  const Change& change = some_changes()[0];
  const EventContext moment{0, {80, false}};
  using Kind = planner::ProgressEvent::Kind;
  const auto& lines = progress_lines();
  CHECK(lines.event({.kind = Kind::Done, .change = change, .action = Action::Create, .id = "x-1"}, moment) ==
        "created wavefront_cloud_integration_ec2.a  id x-1\n");
  CHECK(lines.event({.kind = Kind::Done,
                     .change = change,
                     .elapsed = Millis(2140),
                     .action = Action::Update,
                     .id = "x-1"},
                    moment) == "updated wavefront_cloud_integration_ec2.a  (2.1 s)\n");
  CHECK(
      lines.event(
          {.kind = Kind::Running, .change = change, .elapsed = Millis(30'010), .why = "its answer was lost"},
          moment) == "still creating wavefront_cloud_integration_ec2.a (30 s): its answer was lost\n");
  base::Error error{base::ErrorKind::Refused, "no", "say yes"};
  CHECK(lines.event({.kind = Kind::Failed, .change = change, .error = &error}, moment) ==
        "Error: wavefront_cloud_integration_ec2.a: no\n  Say yes.\n");
  Pause pause{.call = "create the integration", .answer = "503", .attempt = 3, .wait = Millis(4000)};
  CHECK(lines.pause(pause, moment) == "503, retrying in 4 s: create the integration (attempt 3)\n");
  pause.others = 12;
  CHECK(lines.pause(pause, moment) ==
        "503, retrying in 4 s: create the integration (attempt 3; 12 other calls wait, too)\n");
  bool shows_itself_what_runs = progress_above_block().running_every.count() == 0;
  CHECK(shows_itself_what_runs);
}

TEST_CASE("a slow response is said with what has come of it") {
  const EventContext moment{0, {80, false}};
  CHECK(progress_lines().pause({.call = "list the integrations", .answer = "12 bytes in 5 s"}, moment) ==
        "slow response, 12 bytes in 5 s: list the integrations\n");
}

}  // namespace waveform::render
