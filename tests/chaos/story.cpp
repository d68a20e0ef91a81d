#include "tests/chaos/story.h"

#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "base/json.h"
#include "provider/wire.h"
#include "tests/support/text.h"

namespace waveform::test {

using base::Value;

namespace {

constexpr std::size_t kResources = 200;
constexpr int kMostKills = 4;
constexpr int kMostRuns = 8;  // without kills, of one stage
constexpr const char* kSettle = "-settle-timeout=2s";
constexpr std::chrono::milliseconds kLatest(700);  // a late call takes effect within this
constexpr const char* kState = "waveform.state.json";

// One call in five goes wrong.
constexpr double kChance = 0.2;
constexpr const char* kFaults[] = {
    "status=500",     "status=503", "status=429",  "status=406", "status-after=500", "html=502",
    "html-after=502", "garbage",    "cut",         "cut-head",   "delay=300ms",      "slow=200ms",
    "late=700ms",     "late=50ms",  "drop-before", "drop-after"};

constexpr const char* kKills[] = {"kill-before", "kill-after", "tear", "crash"};
// What a journal holds in which stages.
struct Record {
  const char* text;
  const char* stages;
};
constexpr Record kRecords[] = {{R"("format":"waveform-journal")", "123"},
                               {R"("intent":"create")", "12"},
                               {R"("intent":"update")", "23"},
                               {R"("intent":"delete")", "23"},
                               {R"("intent":"undelete")", "3"},
                               {R"("intent":"enable")", "2"},
                               {R"("intent":"disable")", "12"},
                               {R"("result":"done")", "123"},
                               {R"("result":"refused")", "123"}};
constexpr std::size_t kReaches[] = {2, 2, 5, 20};  // among how many of them one is chosen
constexpr const char* kCalls[] = {"rename", "sync", "create", "unlink"};
constexpr const char* kParallelism[] = {"1", "4", "10", "50"};
constexpr const char* kExternalIds[] = {"wavef00dcafe7531", "wavedeadbeef2468"};
constexpr const char* kLookalikes[] = {Fleet::kPairs[0][0], "n0", "n1", "n2", "n3", "n4", "n5", "n6"};
constexpr int kLatencies[] = {0, 5, 20};

provider::simulator::Options cluster(unsigned seed, Dice& dice) {
  provider::simulator::Options options;
  options.seed = static_cast<std::int64_t>(seed) + 1;
  options.latency_spread = base::Millis(dice.one_of(kLatencies));
  options.hang = base::Millis(2000);
  return options;
}

std::vector<std::string> make_external_ids(provider::simulator::Simulator& service) {
  for (const char* id : kExternalIds) {
    if (!service.add_external_id(Value::Map{{"id", id}})) throw std::runtime_error("no external id");
  }
  return {std::begin(kExternalIds), std::end(kExternalIds)};
}

Value find_id(const Value& dump, const std::string& id) {
  for (const auto& body : dump.get("integrations").as_list()) {
    if (provider::id_of(body) == id) return body;
  }
  return {};
}

bool is_sanitizer_report(const std::string& text) {
  return has(text, "Sanitizer") || has(text, "runtime error:");
}

}  // namespace

Story::Story(unsigned seed)
    : seed_(seed),
      dice_(seed),
      tenant_(cluster(seed, dice_)),
      fleet_(dice_, kResources, make_external_ids(tenant_.service())) {
  search_.add("the token", Tenant::kToken);
  for (const char* id : kExternalIds) search_.add("an external id", id);
}

void Story::expect(bool good, const std::string& what) {
  if (!good) findings_.push_back(fmt::format("stage {}, run {}: {}", stage_, runs_, what));
}

void Story::look_for_secrets(const std::string& where, const std::string& text) {
  for (; searched_ < fleet_.secrets().size(); ++searched_)
    search_.add(fmt::format("secret {}", searched_), fleet_.secrets()[searched_]);
  for (const auto& found : search_.find(text)) expect(false, where + " holds " + found);
}

std::vector<std::string> Story::apply_arguments() {
  return {"apply", "-auto-approve", "-allow-duplicate", kSettle,
          std::string("-parallelism=") + dice_.one_of(kParallelism)};
}

Story::Kill Story::draw_kill() {
  if (dice_.below(3) == 0) return {.after_millis = static_cast<int>(30 + dice_.below(2000))};
  DiskFault disk{.what = dice_.one_of(kKills),
                 .at = static_cast<int>(1 + dice_.below(dice_.one_of(kReaches)))};
  if (dice_.below(4) == 0) {
    disk.kind = dice_.one_of(kCalls);
    return {.disk = disk};
  }
  std::vector<const char*> texts;
  for (const auto& [text, stages] : kRecords) {
    if (has(stages, std::to_string(stage_))) texts.push_back(text);
  }
  disk.text = dice_.one_of(texts);
  return {.disk = disk};
}

Run Story::run(const std::vector<std::string>& arguments, const std::optional<Kill>& kill) {
  const std::string name = fmt::format("run-{:02}", ++runs_);
  const std::string log = (evidence_.path() / (name + ".log")).string();
  RunOptions options{.folder = tenant_.folder().path(), .environment = tenant_.environment, .input = {}};
  if (kill) options.kill_after_millis = kill->after_millis;
  if (kill && kill->after_millis == 0)
    options.environment.merge(disk_environment(tenant_.folder().path(), kill->disk));
  auto words = arguments;
  words.push_back("-log-file=" + log);
  const Run run = run_program(WAVEFORM_BINARY, words, options);
  evidence_.write(
      name + ".txt",
      fmt::format("{}\nkill: {} ms {} {}{} {}\nexit code {}\n\n{}\n{}", fmt::join(words, " "),
                  options.kill_after_millis, kill ? kill->disk.what : "", kill ? kill->disk.kind : "",
                  kill ? kill->disk.text : "", kill ? kill->disk.at : 0, run.exit_code, run.out, run.err));
  look_for_secrets("the output", run.all());
  look_for_secrets("the log", evidence_.read(name + ".log"));
  expect(!is_sanitizer_report(run.all()), "a sanitizer reports");
  expect(run.exit_code == 0 || run.exit_code == 1 || (kill && run.exit_code == 128 + 9) ||
             (run.exit_code == 2 && arguments.front() == "plan"),
         fmt::format("exit code {}", run.exit_code));
  check_leftovers();
  return run;
}

// What a run left can be read and holds no secret.
void Story::check_leftovers() {
  for (const auto& name : tenant_.folder().files()) {
    const std::string text = tenant_.folder().read(name);
    if (!has(name, ".wf.")) look_for_secrets(name, text);
    evidence_.write(fmt::format("after-{:02}/{}", runs_, name), text);
  }
}

// What is there before and nobody manages: it equals what is wanted, but is older.
void Story::prepare() {
  for (const char* label : kLookalikes) {
    const Wanted& wanted = fleet_.wanted().at(label);
    Value body = provider::create_body(*wanted.type, wanted.attributes);
    if (const auto* external_id = wanted.type->find("external_id"))
      body = body.with_path(external_id->wire, kExternalIds[0]);
    const auto id = tenant_.service().add(body);
    expect(id.has_value(), "no lookalike can be made");
    if (id) foreign_.push_back(find_id(tenant_.service().dump(), *id));
  }
}

// Somebody makes an integration while the stage's runs are under way.
void Story::interfere() {
  const Value body(Value::Map{{"id", fmt::format("00000000-0000-4000-8000-00000000000{}", stage_)},
                              {"name", fmt::format("made by hand {}", stage_)},
                              {"service", "EC2"}});
  const Value change(
      Value::Map{{"when", fmt::format("write:{}", 1 + dice_.below(5))}, {"do", "add"}, {"with", body}});
  expect(tenant_.service().add_change(change).has_value(), "nobody can interfere");
}

void Story::play_stage() {
  tenant_.manifest(fleet_.manifest());
  interfere();
  for (const char* fault : kFaults) {
    const double chance = kChance / static_cast<double>(std::size(kFaults));
    expect(tenant_.service().add_fault(fmt::format("any:p={}:{}", chance, fault)).has_value(), fault);
  }
  for (std::size_t kills = 1 + dice_.below(kMostKills); kills > 0; --kills) {
    killed_ += run(apply_arguments(), draw_kill()).exit_code == 128 + 9 ? 1 : 0;
    expect(run({"state", "list"}).exit_code == 0, "the state cannot be read");
  }
  int needed = 1;
  while (run(apply_arguments()).exit_code != 0 && needed < kMostRuns) ++needed;
  kill_free_.push_back(std::to_string(needed));
  expect(needed == 1, fmt::format("{} runs without a kill were needed", needed));
  check_stage();
}

void Story::check_stage() {
  tenant_.service().clear_faults();
  tenant_.service().clear_changes();
  // What is still under way of a killed run must not fall into the next stage.
  std::this_thread::sleep_for(kLatest);
  const Value by_hand =
      find_id(tenant_.service().dump(), fmt::format("00000000-0000-4000-8000-00000000000{}", stage_));
  expect(!by_hand.is_null() && by_hand.get("createdEpochMillis") == by_hand.get("updatedEpochMillis"),
         "what was made by hand meanwhile is gone or was touched");
  if (!by_hand.is_null()) foreign_.push_back(by_hand);
  const Run plan = run({"plan", "-detailed-exitcode", "-allow-duplicate"});
  expect(plan.exit_code == 0, "the plan is not empty");
  for (const auto& name : tenant_.folder().files()) {
    expect(!name.ends_with(".journal"), "the journal is left over");
    expect(!has(name, ".tmp-"), name + " is left over");
  }
  const Ids ids = ids_in_state(tenant_.folder().read(kState));
  const Audit audit{fleet_, tenant_.service().dump(), ids, ids_before_, foreign_};
  for (const auto& finding : audit.findings()) expect(false, finding);
  for (const auto& [address, id] : ids) ids_before_[address] = id;
}

const std::vector<std::string>& Story::play() {
  prepare();
  for (stage_ = 1; stage_ <= 3 && findings_.empty(); ++stage_) {
    if (stage_ == 2) fleet_.change();
    if (stage_ == 3) fleet_.bring_back();
    play_stage();
  }
  return findings_;
}

std::string Story::summary() const {
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  return fmt::format("seed {}: {} integrations, {} runs, {} killed; {} without a kill; {:.0f} s", seed_,
                     fleet_.wanted().size(), runs_, killed_, fmt::join(kill_free_, " + "), seconds);
}

std::filesystem::path Story::keep_evidence() {
  std::string requests;
  for (const auto& entry : tenant_.service().log())
    requests += fmt::format("{} {} {} {}\n", entry.status, entry.call, entry.method, entry.path);
  evidence_.write("simulator.log", requests);
  evidence_.write("simulator.json", base::write_json(tenant_.service().dump(), 2));
  evidence_.write("main.wf.hcl", tenant_.folder().read("main.wf.hcl"));
  evidence_.write("findings.txt", fmt::format("{}\n", fmt::join(findings_, "\n")));
  const auto kept = std::filesystem::temp_directory_path() / fmt::format("waveform-chaos-{}", seed_);
  std::filesystem::remove_all(kept);
  std::filesystem::copy(evidence_.path(), kept, std::filesystem::copy_options::recursive);
  return kept;
}

}  // namespace waveform::test
