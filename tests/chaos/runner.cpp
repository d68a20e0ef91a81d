#include "tests/chaos/runner.h"

#include <utility>

#include <fmt/format.h>

#include "base/json.h"
#include "tests/support/text.h"

namespace waveform::test {

namespace {

constexpr const char* kKills[] = {"kill-before", "kill-after", "tear", "crash"};
// The contents of a journal in its stages.
struct Record {
  const char* text;
  const char* stages;
};
constexpr Record kRecords[] = {{R"("format":"waveform-journal")", "123"},
                               {R"("known":[)", "12"},
                               {R"("intent":{)", "12"},
                               {R"("call":"update")", "23"},
                               {R"("call":"delete")", "23"},
                               {R"("call":"undelete")", "3"},
                               {R"("result":"done")", "123"},
                               {R"("result":"refused")", "12"}};
constexpr std::size_t kReaches[] = {2, 2, 5, 20};  // one of this many is chosen
constexpr const char* kCalls[] = {"rename", "sync", "create", "unlink"};
constexpr const char* kHeldBack = "create:after={}:delay=500ms";
constexpr std::size_t kLongestWait = 150;  // milliseconds

bool is_sanitizer_report(const std::string& text) {
  return has(text, "Sanitizer") || has(text, "runtime error:");
}

}  // namespace

Kill draw_kill(Dice& dice, int stage) {
  if (stage < 3 && dice.below(3) == 0) {
    return {.create = static_cast<int>(2 + dice.below(stage == 1 ? 30 : 8)),
            .create_millis = static_cast<int>(dice.below(kLongestWait))};
  }
  if (dice.below(4) == 0) return {.after_millis = static_cast<int>(30 + dice.below(2000))};
  DiskFault disk{.what = dice.one_of(kKills), .at = static_cast<int>(1 + dice.below(dice.one_of(kReaches)))};
  if (dice.below(4) == 0) {
    disk.kind = dice.one_of(kCalls);
    return {.disk = disk};
  }
  std::vector<const char*> texts;
  for (const auto& [text, stages] : kRecords) {
    if (has(stages, std::to_string(stage))) texts.push_back(text);
  }
  disk.text = dice.one_of(texts);
  return {.disk = disk};
}

Runner::Runner(Tenant& tenant, const Fleet& fleet, Findings& findings, Reached& reached)
    : tenant_(tenant), fleet_(fleet), findings_(findings), reached_(reached) {
  search_.add("the token", Tenant::kToken);
  for (const auto& id : fleet.external_ids()) search_.add("an external id", id);
}

void Runner::look_for_secrets(const std::string& where, const std::string& text) {
  for (; searched_ < fleet_.secrets().size(); ++searched_)
    search_.add(fmt::format("secret {}", searched_), fleet_.secrets()[searched_]);
  for (const auto& found : search_.find(text)) findings_.expect(false, where + " holds " + found);
}

RunOptions Runner::options_of(const std::optional<Kill>& kill, const std::optional<WrongClock>& clock) {
  RunOptions options{
      .directory = tenant_.directory().path(), .environment = tenant_.environment, .input = {}};
  const Kill how = kill.value_or(Kill{});
  options.kill_after_millis = how.after_millis;
  if (!how.disk.what.empty())
    options.environment.merge(disk_environment(tenant_.directory().path(), how.disk));
  if (clock) preload(*clock, options.environment);
  if (how.create == 0) return options;
  auto& service = tenant_.service();
  findings_.expect(service.add_fault(fmt::format(kHeldBack, how.create - 1)).has_value(), kHeldBack);
  const auto creates = [&service] { return service.counters().by_call["create"]; };
  options.kill_when = [creates, awaited = creates() + how.create, pause = how.create_millis,
                       since = std::int64_t{0}]() mutable {
    const auto now = base::SystemClock().steady().count();
    if (since == 0 && creates() >= awaited) since = now;
    return since != 0 && now - since >= pause;
  };
  return options;
}

Run Runner::run(const std::vector<std::string>& arguments, const std::optional<Kill>& kill,
                const std::optional<WrongClock>& clock) {
  findings_.run = ++runs_;
  const std::string name = fmt::format("run-{:02}", runs_);
  const auto first = tenant_.service().log().size();
  auto words = arguments;
  words.push_back("-log-file=" + (evidence_.path() / (name + ".log")).string());
  const Run run = run_program(WAVEFORM_BINARY, words, options_of(kill, clock));
  const auto death = base::SystemClock().now_epoch_millis();
  note(name, words, kill, run);
  count_calls(first, was_killed(run), death);
  look_for_secrets("the output", run.all());
  look_for_secrets("the log", evidence_.read(name + ".log"));
  findings_.expect(!is_sanitizer_report(run.all()), "a sanitizer reports");
  findings_.expect(run.exit_code == 0 || run.exit_code == 1 || (kill && was_killed(run)) ||
                       (run.exit_code == 2 && arguments.front() == "plan"),
                   fmt::format("exit code {}", run.exit_code));
  check_leftovers();
  return run;
}

void Runner::note(const std::string& name, const std::vector<std::string>& words,
                  const std::optional<Kill>& kill, const Run& run) {
  const Kill how = kill.value_or(Kill{});
  evidence_.write(
      name + ".txt",
      fmt::format("{}\nkill: {} ms; disk: {} {}{} {}; create {} + {} ms\nexit code {}\n\n{}\n{}",
                  fmt::join(words, " "), how.after_millis, how.disk.what, how.disk.kind, how.disk.text,
                  how.disk.at, how.create, how.create_millis, run.exit_code, run.out, run.err));
}

// `death`: when the run ended, by the clock of the service's log.
void Runner::count_calls(std::size_t first, bool killed, std::int64_t death) {
  const auto log = tenant_.service().log();
  bool in_create = false;
  for (std::size_t i = first; i < log.size(); ++i) {
    const auto& entry = log[i];
    const bool is_lost = entry.status == 0 || entry.status >= 500;
    if (entry.call == "delete" && is_lost) reached_.count("lost_deletes");
    const bool is_open = entry.at_epoch_millis <= death && death < entry.until_epoch_millis;
    in_create = in_create || (entry.call == "create" && is_open);
  }
  if (!killed) return;
  reached_.count("killed");
  if (in_create) reached_.count("killed_in_create");
}

// The files of a run can be read and contain no secret.
void Runner::check_leftovers() {
  for (const auto& name : tenant_.directory().files()) {
    const std::string text = tenant_.directory().read(name);
    evidence_.write(fmt::format("after-{:02}/{}", runs_, name), text);
    if (std::exchange(left_[name], text) != text && !has(name, ".wf.")) look_for_secrets(name, text);
  }
}

std::filesystem::path Runner::keep_evidence(unsigned seed) {
  std::string requests;
  for (const auto& entry : tenant_.service().log())
    requests += fmt::format("{} {} {} {} {} {}\n", entry.at_epoch_millis, entry.until_epoch_millis,
                            entry.status, entry.call, entry.method, entry.path);
  evidence_.write("simulator.log", requests);
  evidence_.write("simulator.json", base::write_json(tenant_.service().dump(), 2));
  evidence_.write("main.wf.hcl", tenant_.directory().read("main.wf.hcl"));
  evidence_.write("findings.txt", fmt::format("{}\n", fmt::join(findings_.lines(), "\n")));
  const auto kept = std::filesystem::temp_directory_path() / fmt::format("waveform-chaos-{}", seed);
  std::filesystem::remove_all(kept);
  std::filesystem::copy(evidence_.path(), kept, std::filesystem::copy_options::recursive);
  return kept;
}

}  // namespace waveform::test
