#include "cmd/planning.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "cmd/command.h"
#include "cmd/load_project.h"
#include "planner/plan/lint.h"
#include "waveform_version.h"

namespace waveform::cmd {

namespace {

std::string text(const planner::Pending& pending) {
  std::vector<std::string> parts;
  auto add = [&](std::size_t n, const char* one, const char* many) {
    if (n > 0) parts.push_back(base::count(static_cast<std::int64_t>(n), one, many));
  };
  add(pending.creates, "create in doubt", "creates in doubt");
  add(pending.calls, "call that may still take effect", "calls that may still take effect");
  add(pending.misplaced, "integration that is not where the state has it",
      "integrations that are not where the state has them");
  return base::enumerate(parts);
}

void say_resolved(Session& session, const planner::Resolution& resolution) {
  auto say = [&](const base::Address& address, const std::string& what) {
    session.say(fmt::format("{} was in doubt: {}\n", base::printable(address.text()), what));
  };
  for (const auto& [address, id] : resolution.found) say(address, "found " + base::printable(id));
  for (const auto& address : resolution.unseen) say(address, "the service did not create it");
  for (const auto& address : resolution.left_over)
    say(address, "one external id may be left over; an unused one expires by itself");
}

void say_in_doubt(Session& session, const planner::Planning& planning) {
  const auto& resolution = planning.lost;
  const std::size_t calls = planning.pending.calls;
  for (const auto& [address, id] : resolution.found)
    session.say(
        fmt::format("{} is in doubt: found {}\n", base::printable(address.text()), base::printable(id)));
  for (const auto& address : resolution.unseen)
    session.say(fmt::format("{} is in doubt: not found so far; apply checks again before it creates\n",
                            base::printable(address.text())));
  if (calls > 0)
    session.say(fmt::format("{} of an earlier run may still take effect; apply waits for it\n",
                            base::count(static_cast<std::int64_t>(calls), "call")));
}

planner::Outside outside(Session& session, std::function<base::Result<planner::Connection>()> connect) {
  return {.connect = std::move(connect),
          .clock = session.process().clock,
          .interrupted = session.process().interrupted,
          .looks_again = [&session](const planner::Pending& pending, base::Millis left) {
            session.say(fmt::format("Checking again, for {} s at most: {} …\n", (left.count() + 999) / 1000,
                                    text(pending)));
          }};
}

// Those that the plan shows: it has no value of a sensitive variable.
planner::VariableInputs inputs_of(const base::Value::Map& variables) {
  planner::VariableInputs inputs;
  for (const auto& [name, value] : variables) {
    if (value.marks_within() == 0)
      inputs.given.push_back(
          {.from = planner::VariableInput::From::Plan, .origin = "the plan", .name = name, .value = value});
  }
  return inputs;
}

}  // namespace

void hold_lock(planner::PlanRequest& request, const state::Writer& writer) {
  const auto& last = writer.last_run();
  request.writes = true;
  request.other_machine = !last.ended && last.machine != writer.snapshot().run.machine;
}

Flag settle_timeout_flag() {
  return {"settle-timeout", FlagKind::Text, "DURATION",
          "How long to look for the result of a lost call, or for a missing integration, before it counts as "
          "gone (30s)."};
}

std::vector<Flag> planning_flags() {
  return {
      {"refresh", FlagKind::Switch, "", "Read the service first (default); -refresh=false trusts the state."},
      {"skip-trash", FlagKind::Switch, "", "Delete permanently, bypassing the recycle bin."},
      {"allow-duplicate", FlagKind::Switch, "",
       "Create even if an unmanaged integration of that service and name exists."},
      settle_timeout_flag(),
      {"send-secrets", FlagKind::Switch, "", "Send secrets that cannot be compared with the service."},
      parallelism_flag(),
      {"target", FlagKind::Repeated, "ADDRESS", "Only this resource and its dependencies; may be repeated."},
      {"replace", FlagKind::Repeated, "ADDRESS",
       "Replace this resource: delete it, then create it; may be repeated."},
      ignore_flag(),
      {"max-deletes", FlagKind::Text, "N", "Refuse a plan with more deletes than this."},
      {"max-changes", FlagKind::Text, "N", "Refuse a plan that changes more resources than this."},
      {"max-warnings", FlagKind::Text, "N", "Refuse a plan with more warnings than this."}};
}

std::vector<Flag> mode_flags() {
  return {
      {"destroy", FlagKind::Switch, "", "Delete everything that this state manages."},
      {"refresh-only", FlagKind::Switch, "", "Only update the state with changes made outside of waveform."}};
}

base::Result<PlanArguments> plan_arguments(const Arguments& arguments, planner::Mode mode) {
  using base::ErrorKind;
  PlanArguments all;
  all.files = arguments.all("f");
  auto settle_time = base::parse_duration(arguments.text("settle-timeout", "30s"));
  if (!settle_time) return base::fail(settle_time.error(), "-settle-timeout");
  all.request.settle_time = *settle_time;
  all.request.refresh = arguments.on("refresh", true);
  all.request.accept_address = arguments.on("accept-address");
  auto& options = all.request.options;
  options.mode = mode;
  if (arguments.on("destroy") && arguments.on("refresh-only"))
    return base::fail(ErrorKind::Invalid, "-destroy and -refresh-only exclude each other");
  if (arguments.on("destroy")) options.mode = planner::Mode::Destroy;
  if (arguments.on("refresh-only")) options.mode = planner::Mode::RefreshOnly;
  options.skip_trash = arguments.on("skip-trash");
  options.allow_duplicate = arguments.on("allow-duplicate");
  options.send_secrets = arguments.on("send-secrets");
  auto ignored = planner::known_checks(arguments.all("ignore"));
  if (!ignored) return base::fail(ignored.error(), "-ignore");
  options.ignored_checks = *std::move(ignored);
  for (const auto& [flag, into] :
       {std::pair("target", &options.targets), std::pair("replace", &options.replace)}) {
    for (const auto& text : arguments.all(flag)) {
      auto address = base::parse_address(text, fmt::format("-{}=", flag));
      if (!address) return base::fail(address.error(), fmt::format("-{}", flag));
      into->insert(*std::move(address));
    }
  }
  if (options.mode != planner::Mode::Normal && !options.replace.empty())
    return base::fail(ErrorKind::Invalid, "-replace cannot be used with -destroy or -refresh-only",
                      "Remove one of them.");
  if (options.mode == planner::Mode::RefreshOnly && !all.request.refresh)
    return base::fail(ErrorKind::Invalid, "-refresh-only and -refresh=false exclude each other");
  for (const char* limit : {"max-deletes", "max-changes", "max-warnings"}) {
    if (auto number = whole_number(arguments, limit, 0); !number) return base::fail(number.error());
  }
  return all;
}

std::unique_ptr<Planned> make_planned(Session& session, state::Snapshot& snapshot,
                                      const PlanArguments& arguments) {
  const auto& request = arguments.request;
  auto planned = std::make_unique<Planned>();
  planned->files = arguments.files;
  planned->file_roots = session.arguments().all("file-root");
  planned->file_roots.insert(planned->file_roots.end(), arguments.file_roots.begin(),
                             arguments.file_roots.end());
  base::Diags diags;
  planned->project = load(session,
                          {.files = {.files = {arguments.files.begin(), arguments.files.end()}},
                           .variables = inputs_of(arguments.variables),
                           .ignored_checks = request.options.ignored_checks},
                          diags, arguments.file_roots);
  if (session.process().interrupted()) return nullptr;
  auto& configuration = *planned->project.configuration;
  base::Diags all;
  const auto show = [&] {
    session.show(diags, block_at(configuration));
    all.append(diags);
    return !std::exchange(diags, {}).has_errors();
  };
  if (diags.has_errors() && !show()) return nullptr;
  const auto connected = [&]() -> base::Result<planner::Connection> {
    show();
    return connect(session, planned->project, snapshot, planned->service);
  };
  auto planning = planner::plan(configuration, snapshot, request, outside(session, connected), diags);
  if (session.gives_up()) return nullptr;
  if (!planning) return session.fail(planning.error()), nullptr;
  planned->planning = *std::move(planning);
  if (!planned->planning->input) return show(), nullptr;
  if (request.writes) {
    say_resolved(session, planned->planning->lost);
    planned->service.hide({});  // evaluates now: later on only the workers may evaluate
  } else {
    say_in_doubt(session, *planned->planning);
  }
  planned->repeats.emplace(planned->project, planned->service.credentials);
  if (request.options.mode != planner::Mode::Destroy && !diags.has_errors()) planned->repeats->check(diags);
  if (session.gives_up()) return nullptr;
  if (!show()) return nullptr;
  planned->plan().warnings = planner::warnings_of(all, planned->planning->inventory.external_ids);
  return planned;
}

base::Result<ServiceInventory> read_inventory(Session& session, const Project& project,
                                              state::Snapshot& snapshot, planner::RequestedIds asked) {
  Service service;
  base::Diags none;
  auto planning =
      planner::plan(*project.configuration, snapshot,
                    {.asked = std::move(asked),
                     .accept_address = session.arguments().on("accept-address"),
                     .inventory_only = true},
                    outside(session, [&] { return connect(session, project, snapshot, service); }), none);
  if (!planning) return base::fail(planning.error());
  return ServiceInventory{service.address, std::move((*planning)->inventory)};
}

planner::Plan Planned::shown_plan() const {
  planner::Plan shown = plan();
  repeats->hide(shown);
  return shown;
}

render::BlockAt block_at(const planner::Configuration& configuration) {
  return [&manifest = *configuration.manifest](const base::Range& place) {
    return planner::block_at(manifest, place);
  };
}

planner::Report make_report(Session& session, const Planned& planned) {
  const auto& configuration = *planned.project.configuration;
  const auto& input = *planned.planning->input;
  const auto& snapshot = input.snapshot;
  const auto& environment = session.process().environment;
  planner::Origin origin;
  origin.version = WAVEFORM_VERSION;
  origin.made_epoch_millis = session.process().clock.now_epoch_millis();
  // From the variables of the pipeline's host.
  for (const char* name : {"WAVEFORM_COMMIT", "GITHUB_SHA", "CI_COMMIT_SHA"}) {
    if (origin.commit.empty()) origin.commit = environment.get(name).value_or("");
  }
  origin.service_address = planned.service.address;
  bool written = snapshot.serial > 0;
  origin.lineage = written ? snapshot.lineage : "";
  origin.serial = snapshot.serial;
  for (const auto& [address, resource] : snapshot.resources) origin.managed.insert(address);
  origin.named_files = planned.files;
  origin.file_roots = planned.file_roots;
  origin.files = planner::digests(*configuration.manifest);
  origin.files.merge(configuration.files.digests());
  auto report = planner::make_report(input, *configuration.scope, planned.plan(), std::move(origin));
  for (const auto& [name, value] : report.variables)
    if (value.marks_within() != 0 && configuration.given.contains(name))
      report.origin.given_secrets.insert(name);
  planned.repeats->hide(report);
  return report;
}

base::Result<void> check_limits(Session& session, planner::Plan& plan) {
  auto deletes = std::count_if(plan.changes.begin(), plan.changes.end(),
                               [](const planner::Change& change) { return change.destroys(); });
  auto changes = std::count_if(plan.changes.begin(), plan.changes.end(),
                               [](const planner::Change& change) { return change.writes(); });
  for (const auto& [flag, what, count] :
       {std::tuple("max-deletes", "integration would be deleted", deletes),
        std::tuple("max-changes", "resource would be changed", changes),
        std::tuple("max-warnings", "warning would be ignored", plan.count_warnings())}) {
    if (!session.arguments().has(flag)) continue;
    auto limit = whole_number(session.arguments(), flag, 0);
    if (!limit) return base::fail(limit.error());
    if (count <= *limit) continue;
    std::string plural = what;
    plural.insert(plural.find(' '), "s");
    plan.refusal =
        fmt::format("{}, but -{}={} allows no more", base::count(count, what, plural.c_str()), flag, *limit);
    return base::fail(
        base::ErrorKind::Refused, plan.refusal,
        fmt::format("Nothing was changed. Review the plan; if it is right, use -{}={}.", flag, count));
  }
  return {};
}

}  // namespace waveform::cmd
