#include "tests/chaos/story.h"

#include <algorithm>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "tests/chaos/audit.h"
#include "tests/support/text.h"

namespace waveform::test {

using base::Value;

namespace {

constexpr std::size_t kSizes[] = {30, 30, 60, 60, 200};
constexpr int kMostKills = 4;
constexpr const char* kAlreadyApplied = "was already applied at";
constexpr int kMostRuns = 8;  // in one stage, without kills
constexpr const char* kSettleTimeout = "-settle-timeout=2s";
constexpr std::chrono::milliseconds kLatest(700);  // a late call takes effect within this time
constexpr std::chrono::milliseconds kLag(300);     // of reads
constexpr const char* kPlan = "stage.wfplan";

// One call in five fails.
constexpr double kChance = 0.2;
constexpr const char* kFaults[] = {
    "status=500",     "status=503", "status=429",  "status=406", "status-after=500", "html=502",
    "html-after=502", "garbage",    "cut",         "cut-head",   "delay=300ms",      "slow=200ms",
    "late=700ms",     "late=50ms",  "drop-before", "drop-after"};
constexpr const char* kLags[] = {"", "", "", "list,get,search-deleted:stale=300ms",
                                 "list,get,search-deleted:p=0.5:stale=300ms"};

constexpr const char* kParallelism[] = {"1", "4", "10", "50"};
constexpr const char* kExternalIds[] = {"wavef00dcafe7531", "wavedeadbeef2468"};
constexpr int kLatencies[] = {0, 5, 20};
constexpr const char* kJumps[] = {"ahead", "behind"};
constexpr std::int64_t kFarthest = 1400;  // minutes

Nature draw_nature(Dice& dice, bool is_calm) {
  if (is_calm) return {.size = kSizes[0], .is_calm = true};
  return {dice.one_of(kSizes), dice.one_of(kLags), dice.coin(), dice.below(4) == 0, dice.below(4) == 0};
}

provider::simulator::Options cluster(unsigned seed, Dice& dice, const Nature& nature) {
  provider::simulator::Options options;
  options.seed = static_cast<std::int64_t>(seed) + 1;
  options.latency_spread = base::Millis(dice.one_of(kLatencies));
  options.hang = base::Millis(2000);
  options.external_id_ttl = std::chrono::hours(1000);  // clocks jump by less
  options.hide_times = nature.hides_times;
  options.hide_users = nature.hides_users;
  return options;
}

std::vector<std::string> make_external_ids(provider::simulator::Simulator& service) {
  for (const char* id : kExternalIds) {
    if (!service.edit(&provider::simulator::Service::add_external_id, Value::Map{{"id", id}}))
      throw std::runtime_error("no external id");
  }
  return {std::begin(kExternalIds), std::end(kExternalIds)};
}

std::string names_of(const std::set<std::string>& addresses) {
  return addresses.empty() ? "none" : fmt::format("{}", fmt::join(addresses, ", "));
}

}  // namespace

Story::Story(unsigned seed, bool is_calm)
    : seed_(seed),
      dice_(seed),
      nature_(draw_nature(dice_, is_calm)),
      tenant_(cluster(seed, dice_, nature_)),
      fleet_(dice_, nature_.size, make_external_ids(tenant_.service())),
      others_(tenant_, fleet_, findings_, reached_, nature_.hides_users),
      runner_(tenant_, fleet_, findings_, reached_) {
  if (!nature_.lag.empty()) reached_.count("lagging");
}

Run Story::apply(const std::optional<Kill>& kill) {
  std::vector<std::string> words = {"apply", kSettleTimeout,
                                    std::string("-parallelism=") + dice_.one_of(kParallelism)};
  if (applies_saved_) {
    words.emplace_back(kPlan);
  } else {
    words.insert(words.end(), {"-auto-approve", "-allow-duplicate"});
  }
  const auto before = leftovers_of(tenant_.directory());
  const Run run = runner_.run(words, kill, draw_clock());
  others_.watch(before, leftovers_of(tenant_.directory()), run.all());
  reached_.count("found", static_cast<int>(found_in(run.all()).size()));
  reached_.count("not_made", static_cast<int>(not_made_in(run.all()).size()));
  return run;
}

// Kills at a create are undone.
void Story::set_faults() {
  auto& service = tenant_.service();
  service.clear_faults();
  for (const char* fault : kFaults) {
    const double chance = kChance / static_cast<double>(std::size(kFaults));
    expect(service.add_fault(fmt::format("any:p={}:{}", chance, fault)).has_value(), fault);
  }
  if (!nature_.lag.empty()) expect(service.add_fault(nature_.lag).has_value(), nature_.lag);
}

void Story::jump_clock() {
  if (!nature_.clocks_jump) return;
  const Value change(Value::Map{
      {"when", fmt::format("any:{}", 1 + dice_.below(60))},
      {"do", "set-clock"},
      {"with", Value::Map{{dice_.one_of(kJumps), fmt::format("{}m", 1 + dice_.below(kFarthest))}}}});
  expect(tenant_.service().add_change(change).has_value(), "the clock cannot jump");
  reached_.count("clock_jumps");
}

std::optional<WrongClock> Story::draw_clock() {
  if (!nature_.clocks_jump) return {};
  const auto ahead = std::chrono::minutes(static_cast<std::int64_t>(dice_.below(2 * kFarthest)) - kFarthest);
  return WrongClock{ahead, base::Millis(dice_.below(2000))};
}

// No call is in progress, and reads show all results.
void Story::let_pass() const {
  std::this_thread::sleep_for(kLatest + kLag);
}

void Story::save_plan() {
  applies_saved_ = dice_.coin();
  is_cut_off_ = false;
  if (!applies_saved_) return;
  const Run run = runner_.run({"plan", std::string("-out=") + kPlan, "-allow-duplicate"});
  expect(run.exit_code == 0, "no plan can be saved");
  planned_ = addresses_of_plan(tenant_.directory().read(kPlan));
  interfere();
}

// Other users work between two runs.
void Story::interfere() {
  const auto left = leftovers_of(tenant_.directory());
  const bool edits = others_.are_at_work();
  if (!edits && left.open_creates.empty()) return;
  let_pass();
  if (!left.open_creates.empty()) others_.create_beside(left);
  if (edits) others_.edit(left);
  let_pass();
}

void Story::play_kills() {
  for (std::size_t kills = 1 + dice_.below(kMostKills); kills > 0; --kills) {
    jump_clock();
    const Run run = apply(draw_kill(dice_, findings_.stage));
    set_faults();
    expect(runner_.run({"state", "list"}).exit_code == 0, "the state cannot be read");
    is_cut_off_ = is_cut_off_ || Runner::was_killed(run);
    if (Runner::was_killed(run)) interfere();
  }
}

void Story::begin_stage() {
  tenant_.manifest(fleet_.manifest());
  first_edit_ = others_.edits().size();
  if (nature_.is_calm) return;
  others_.create_later(findings_.stage);
  set_faults();
  save_plan();
  play_kills();
}

void Story::play_stage() {
  begin_stage();
  finish();
  if (findings_.lines().empty()) check_stage();
}

// Exactly these changes have to fail. Exceptions are a delete of an integration that another user deleted,
// a plan from a lagging list (the next run completes it), and edits after a run that was killed at its end:
// nothing of its plan is left.
void Story::check_end(const Run& run, const std::vector<Doubt>& doubts) {
  std::set<std::string> failed = changed_in(run.all());
  std::set<std::string> expected, either;
  const bool is_open = applies_saved_ && !has(run.all(), kAlreadyApplied);
  for (std::size_t i = first_edit_; is_open && i < others_.edits().size(); ++i) {
    const Edit& edit = others_.edits()[i];
    const bool is_done = edit.is_delete && fleet_.gone().contains(edit.label);
    if (planned_.contains(edit.address)) (is_done ? either : expected).insert(edit.address);
  }
  for (const auto& doubt : doubts) {
    failed.erase(doubt.address);
    expected.erase(doubt.address);
  }
  const bool all_failed = std::includes(failed.begin(), failed.end(), expected.begin(), expected.end());
  const bool all_expected = std::all_of(failed.begin(), failed.end(), [&](const std::string& address) {
    return !nature_.lag.empty() || expected.contains(address) || either.contains(address);
  });
  expect(all_failed && all_expected,
         fmt::format("changed since the plan: {}, and not {}", names_of(failed), names_of(expected)));
  const auto undone = undone_in(run.all());
  const auto known = static_cast<int>(failed.size() + doubts.size());
  expect(undone.failed == known && undone.not_tried == 0,
         fmt::format("{} failed, of these {} for a known reason, {} were not tried", undone.failed, known,
                     undone.not_tried));
  expect((run.exit_code == 0) == (known == 0), fmt::format("exit code {}", run.exit_code));
}

// The plan was applied, except changes that other users prevented.
void Story::end_saved_plan(const Run& run, const std::vector<Doubt>& doubts) {
  others_.expect_edits(first_edit_);
  if (is_cut_off_) reached_.count("resumed");
  if (run.exit_code == 0)
    expect(has(runner_.run({"apply", kPlan}).all(), kAlreadyApplied), "the plan can be applied again");
  if (decide(doubts)) {
    const auto writes = tenant_.service().counters().writes;
    const Run again = runner_.run({"apply", kPlan});
    expect(again.exit_code == 1 && tenant_.service().counters().writes == writes, "a stale plan is applied");
  }
  applies_saved_ = false;
}

void Story::finish() {
  int needed = 1;
  for (;; ++needed) {
    const Run run = apply();
    const auto doubts = doubts_in(run.all());
    others_.classify(doubts);
    check_end(run, doubts);
    if (!findings_.lines().empty() || needed == kMostRuns) break;
    if (applies_saved_) {
      end_saved_plan(run, doubts);
    } else if (run.exit_code == 0) {
      break;
    } else {
      decide(doubts);
    }
  }
  expect(needed < kMostRuns, fmt::format("{} runs without a kill were needed", needed));
  kill_free_.push_back(std::to_string(needed));
}

// Decides as a user who knows every integration. True: a decision was made.
bool Story::decide(const std::vector<Doubt>& doubts) {
  if (doubts.empty()) return false;
  let_pass();
  std::vector<std::string> imports = {"import", "-auto-approve"};
  std::vector<std::string> removed;
  std::set<std::string> given;
  const Ids managed = leftovers_of(tenant_.directory()).ids;
  for (const auto& doubt : doubts) {
    const std::string label = doubt.address.substr(doubt.address.find('.') + 1);
    const auto own =
        others_.own_unmanaged(fleet_.wanted().at(label).attributes.at("name").as_string(), managed);
    const auto it = std::find_if(doubt.ids.begin(), doubt.ids.end(), [&](const std::string& id) {
      return std::find(own.begin(), own.end(), id) != own.end() && !given.contains(id);
    });
    if (it != doubt.ids.end()) {
      given.insert(*it);
      imports.insert(imports.end(), {doubt.address, *it});
      reached_.count("imported");
    } else if (own.empty()) {
      removed.push_back(doubt.address);
      reached_.count("forgotten");
    }
  }
  for (const auto& address : removed)
    expect(runner_.run({"state", "rm", address}).exit_code == 0, address + " cannot be forgotten");
  if (!given.empty()) expect(runner_.run(imports).exit_code == 0, "what is in doubt cannot be imported");
  return !given.empty() || !removed.empty();
}

void Story::check_stage() {
  tenant_.service().clear_faults();
  others_.create_no_more();
  // Calls in progress of a killed run must not reach into the next stage.
  let_pass();
  const Run plan = runner_.run({"plan", "-detailed-exitcode", "-allow-duplicate"});
  expect(plan.exit_code == 0, "the plan is not empty");
  for (const auto& name : tenant_.directory().files()) {
    expect(!name.ends_with(".journal"), "the journal is left over");
    expect(!has(name, ".tmp-"), name + " is left over");
  }
  const Ids ids = leftovers_of(tenant_.directory()).ids;
  const Audit audit(fleet_, others_, first_edit_, tenant_.service().dump(), ids, ids_before_);
  for (const auto& finding : audit.findings()) expect(false, finding);
  others_.end_stage(ids, audit.left_over());
  for (const auto& [address, id] : ids) ids_before_[address] = id;
}

const std::vector<std::string>& Story::play() {
  if (!nature_.is_calm) others_.create_before();
  for (findings_.stage = 1; findings_.stage <= 3 && findings_.lines().empty(); ++findings_.stage) {
    const unsigned seed = seed_ * 4 + static_cast<unsigned>(findings_.stage);
    dice_ = Dice(seed);
    others_.begin_stage(seed);
    if (findings_.stage == 2) fleet_.change();
    if (findings_.stage == 3) fleet_.bring_back();
    play_stage();
  }
  return findings_.lines();
}

std::string Story::summary() const {
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  return fmt::format("seed {}: {} integrations, {} runs, {} killed; {} without a kill; {:.0f} s", seed_,
                     fleet_.wanted().size(), runner_.runs(), reached_.of("killed"),
                     fmt::join(kill_free_, " + "), seconds);
}

}  // namespace waveform::test
