#include "cmd/planning.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "cmd/command.h"
#include "planner/config/ignore_comments.h"
#include "planner/live/lost_calls.h"
#include "planner/plan/lint.h"
#include "planner/plan/moves.h"
#include "planner/plan/planner.h"
#include "planner/report/report.h"
#include "waveform_version.h"

namespace waveform::cmd {

namespace {

base::Result<planner::Live> refresh(const Planning& planning, const state::Snapshot& snapshot) {
  const auto& catalog = planning.workspace->catalog;
  return planner::refresh(*planning.service.api, catalog, snapshot,
                          planner::asked_by(planning.imports, catalog, snapshot),
                          planning.service.parallelism);
}

base::Result<planner::Live> look(Session& session, const Planning& planning,
                                 const state::Snapshot& snapshot) {
  // What is in doubt or to be imported has to be looked for.
  bool must = !snapshot.intents.empty() || !snapshot.open_calls.empty() ||
              planner::any_pending(planning.imports, snapshot);
  if (must || session.arguments().on("refresh", true)) return refresh(planning, snapshot);
  return planner::assume(planning.workspace->catalog, snapshot);
}

// What one look cannot tell for certain.
struct Pending {
  std::size_t creates = 0;    // in doubt, and nothing equal shows
  std::size_t calls = 0;      // of an earlier run, and their effect does not show
  std::size_t misplaced = 0;  // the service does not show them where the state has them

  bool any() const { return creates + calls + misplaced > 0; }
  std::string text() const {
    std::vector<std::string> parts;
    auto add = [&](std::size_t n, const char* one, const char* many) {
      if (n > 0) parts.push_back(base::count(static_cast<std::int64_t>(n), one, many));
    };
    add(creates, "create in doubt", "creates in doubt");
    add(calls, "call that may still take effect", "calls that may still take effect");
    add(misplaced, "integration that the service does not show where the state has it",
        "integrations that the service does not show where the state has them");
    return base::enumerate(parts);
  }
};

Pending pending_of(const Planning& planning, const planner::Settlement& settlement,
                   const state::Snapshot& snapshot, planner::Mode mode) {
  const auto& catalog = planning.workspace->catalog;
  Pending pending{settlement.unseen.size() + settlement.alike.size(),
                  planner::hidden_calls(catalog, snapshot, planning.live).size(), 0};
  if (mode == planner::Mode::ImportOnly) return pending;
  std::set<base::Address> wanted;
  for (const auto& [address, instance] : planning.workspace->resources.instances) {
    if (mode != planner::Mode::Destroy) wanted.insert(address);
  }
  pending.misplaced = planner::misplaced_ids(catalog, snapshot, planning.live, wanted).size();
  return pending;
}

void say_settled(Session& session, const planner::Settlement& settlement) {
  auto say = [&](const base::Address& address, const std::string& what) {
    session.say(fmt::format("{} was in doubt: {}\n", base::printable(address.text()), what));
  };
  for (const auto& [address, id] : settlement.found) say(address, "found " + base::printable(id));
  for (const auto& address : settlement.unseen) say(address, "the service did not create it");
  for (const auto& address : settlement.left_over)
    say(address, "one external id may be left over; an unused one expires by itself");
}

void say_in_doubt(Session& session, const planner::Settlement& settlement, std::size_t calls) {
  for (const auto& [address, id] : settlement.found)
    session.say(
        fmt::format("{} is in doubt: found {}\n", base::printable(address.text()), base::printable(id)));
  for (const auto& address : settlement.unseen)
    session.say(fmt::format("{} is in doubt: not found so far; apply looks again before it creates\n",
                            base::printable(address.text())));
  if (calls > 0)
    session.say(fmt::format("{} of an earlier run may still take effect; apply waits for that\n",
                            base::count(static_cast<std::int64_t>(calls), "call")));
}

// A run that holds the lock looks until it is certain what became of the calls of earlier runs, and that what
// does not show is gone: replicas lag, and calls arrive late. How long: the settle time since its first look,
// and the time of one exchange more after a run on another machine that has not ended. Others look once.
base::Result<void> settle(Session& session, Planning& planning, const Access& access, planner::Mode mode,
                          state::Snapshot& snapshot) {
  auto settle_time = base::parse_duration(session.arguments().text("settle-timeout", "30s"));
  if (!settle_time) return base::fail(settle_time.error(), "-settle-timeout");
  constexpr base::Millis kExchange(60'000);
  auto& clock = *planning.service.clock;
  planning.settle_time = *settle_time;
  const auto limit = *settle_time + (access.other_machine ? kExchange : base::Millis(0));
  for (const auto& [id, call] : snapshot.open_calls) planning.held.insert(call.address);
  planning.held_until = planning.first_look + limit;
  base::Millis pause(500);
  for (bool said = false;; said = true) {
    auto settlement = planner::settle(planning.workspace->catalog, snapshot, planning.live);
    for (const auto& import : planning.imports) {  // each decides its own
      std::erase(settlement.unseen, import.to);
      settlement.alike.erase(import.to);
    }
    const Pending pending = pending_of(planning, settlement, snapshot, mode);
    const auto left = planning.held_until - clock.steady();
    if (!access.writes || !pending.any() || left.count() <= 0) {
      planning.waits = pending.creates + pending.calls > 0;
      if (access.writes) say_settled(session, settlement);
      if (!access.writes) say_in_doubt(session, settlement, pending.calls);
      planner::carry_over(planning.workspace->catalog, settlement, planning.live, snapshot);
      return {};
    }
    if (session.host().interrupted())
      return base::fail(base::ErrorKind::Interrupted, "interrupted while looking again",
                        "Run it again to go on.");
    if (!said)
      session.say(fmt::format("Looking again, for {} s at most: {} …\n", (left.count() + 999) / 1000,
                              pending.text()));
    clock.sleep(std::min(pause, left));
    pause = std::min(pause * 2, base::Millis(5000));
    auto live = refresh(planning, snapshot);
    if (!live) return base::fail(live.error());
    planning.live = *std::move(live);
  }
}

void plan(Planning& planning, const state::Snapshot& snapshot, const planner::PlanOptions& options,
          base::Diags& diags) {
  auto& workspace = *planning.workspace;
  planning.unmanaged = planner::find_unmanaged(planning.live, snapshot);
  planning.input.emplace(planner::PlanInput{
      workspace.manifest->config, workspace.resources, workspace.catalog, snapshot, planning.live,
      planning.unmanaged,
      planner::resolve_imports(planning.imports, workspace.resources, snapshot, planning.live, diags),
      planning.moves});
  planning.plan = planner::make_plan(*planning.input, options, *workspace.scope, diags);
}

}  // namespace

Access access_of(const state::Writer& writer) {
  const auto& last = writer.last_run();
  return {true, !last.ended && last.machine != writer.snapshot().run.machine};
}

Flag settle_flag() {
  return {"settle-timeout", FlagKind::Text, "DURATION",
          "How long to look for what became of a lost call, and for what does not show, before it counts as "
          "gone (30s)."};
}

std::vector<Flag> planning_flags() {
  return {
      {"refresh", FlagKind::Switch, "",
       "Ask the service what is there (default); -refresh=false takes the state's word."},
      {"skip-trash", FlagKind::Switch, "", "Delete for good instead of into the recycle bin."},
      {"allow-duplicate", FlagKind::Switch, "",
       "Create although an integration of that service and name exists that nothing manages."},
      settle_flag(),
      {"send-secrets", FlagKind::Switch, "",
       "Send secrets that cannot be compared with what the service has."},
      parallelism_flag(),
      {"target", FlagKind::Repeated, "ADDRESS", "Only this resource and what it needs; may be repeated."},
      {"replace", FlagKind::Repeated, "ADDRESS", "Delete this resource and make it anew; may be repeated."},
      ignore_flag(),
      {"max-deletes", FlagKind::Text, "N", "Refuse a plan that deletes more than so many."},
      {"max-changes", FlagKind::Text, "N", "Refuse a plan that changes more than so many resources."}};
}

std::vector<Flag> mode_flags() {
  return {{"destroy", FlagKind::Switch, "", "Delete everything that this state manages."},
          {"refresh-only", FlagKind::Switch, "",
           "Only take into the state what was changed outside of waveform."}};
}

base::Result<PlanRequest> plan_request(const Arguments& arguments, planner::Mode mode) {
  using base::ErrorKind;
  PlanRequest request;
  request.files = arguments.all("f");
  auto& options = request.options;
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
      auto address = base::parse_address(text);
      if (!address) return base::fail(address.error(), fmt::format("-{}", flag));
      into->insert(*std::move(address));
    }
  }
  if (options.mode != planner::Mode::Normal && !options.replace.empty())
    return base::fail(ErrorKind::Invalid, "-replace makes things, -destroy and -refresh-only do not",
                      "Leave out the one or the other.");
  if (options.mode == planner::Mode::RefreshOnly && !arguments.on("refresh", true))
    return base::fail(ErrorKind::Invalid, "-refresh-only and -refresh=false exclude each other");
  for (const char* limit : {"max-deletes", "max-changes"}) {
    if (auto number = whole_number(arguments, limit, 0); !number) return base::fail(number.error());
  }
  return request;
}

namespace {

// A signal needs no words: whoever asked for the plan has some.
std::nullptr_t unplanned(Session& session, const base::Error& error) {
  if (!session.gives_up()) session.fail(error);
  return nullptr;
}

}  // namespace

std::unique_ptr<Planning> make_planning(Session& session, state::Snapshot& snapshot, const Access& access,
                                        const PlanRequest& request) {
  auto planning = std::make_unique<Planning>();
  base::Diags diags;
  planning->workspace = open_workspace(session, {request.files, request.file_roots}, diags);
  if (session.host().interrupted()) return nullptr;
  if (diags.has_errors()) {
    evaluate_all(*planning->workspace, request.options.ignored_checks, diags);
    session.show(diags, block_at(*planning));
    return nullptr;
  }
  planning->files = request.files;
  planning->file_roots = session.arguments().all("file-root");
  planning->file_roots.insert(planning->file_roots.end(), request.file_roots.begin(),
                              request.file_roots.end());
  planning->imports = request.imports;
  if (request.options.mode == planner::Mode::Normal) {
    const auto& workspace = *planning->workspace;
    planner::check_ignore_comments(workspace.manifest->sources, diags);
    auto blocks = planner::evaluate_imports(workspace.manifest->config, workspace.resources, *workspace.scope,
                                            planner::UnknownKeys::Error, diags);
    planning->imports.insert(planning->imports.end(), blocks.begin(), blocks.end());
  }
  bool moves =
      request.options.mode == planner::Mode::Normal || request.options.mode == planner::Mode::Destroy;
  if (moves && !diags.has_errors()) {
    planning->moves = planner::apply_moves(planning->workspace->manifest->config, snapshot, diags);
  }
  if (session.gives_up()) return nullptr;
  session.show(diags, block_at(*planning));
  if (diags.has_errors()) return nullptr;
  auto service = connect(session, planning->workspace.get(), &snapshot);
  if (!service) return session.fail(service.error()), nullptr;
  planning->service = *std::move(service);
  if (auto pinned = pin_address(session, snapshot, planning->service.address); !pinned)
    return session.fail(pinned.error()), nullptr;
  auto live = look(session, *planning, snapshot);
  planning->first_look = planning->service.clock->steady();
  if (!live) return unplanned(session, base::fail(live.error(), "cannot read what is there").value());
  planning->live = *std::move(live);
  if (auto settled = settle(session, *planning, access, request.options.mode, snapshot); !settled)
    return unplanned(session, settled.error());

  base::Diags plan_diags;
  plan(*planning, snapshot, request.options, plan_diags);
  bool makes =
      planning->plan.count(planner::Action::Create) + planning->plan.count(planner::Action::Replace) > 0;
  if (!planning->live.refreshed && makes) {
    // Nothing is created without a look at what is there.
    auto seen = refresh(*planning, snapshot);
    if (!seen) return unplanned(session, base::fail(seen.error(), "cannot read what is there").value());
    planning->live = planner::assume(planning->workspace->catalog, snapshot, *seen);
    plan_diags = {};
    plan(*planning, snapshot, request.options, plan_diags);
  }
  planning->repeats.emplace(*planning->workspace, planning->service.credentials);
  bool wants = request.options.mode != planner::Mode::Destroy;
  if (wants && !plan_diags.has_errors()) planning->repeats->check(plan_diags);
  if (session.gives_up()) return nullptr;
  session.show(plan_diags, block_at(*planning));
  return plan_diags.has_errors() ? nullptr : std::move(planning);
}

planner::Plan Planning::shown_plan() const {
  planner::Plan shown = plan;
  repeats->hide(shown);
  return shown;
}

render::BlockAt block_at(const Planning& planning) {
  return [&manifest = *planning.workspace->manifest](const base::Range& place) {
    return planner::block_at(manifest, place);
  };
}

planner::Report make_report(Session& session, const Planning& planning) {
  const auto& snapshot = planning.input->snapshot;
  const auto& environment = session.host().environment;
  planner::Origin origin;
  origin.version = WAVEFORM_VERSION;
  origin.made_epoch_millis = session.host().clock.now_epoch_millis();
  // As the hosts of pipelines tell it.
  for (const char* name : {"WAVEFORM_COMMIT", "GITHUB_SHA", "CI_COMMIT_SHA"}) {
    if (origin.commit.empty()) origin.commit = environment.get(name).value_or("");
  }
  origin.service_address = planning.service.address;
  bool written = snapshot.serial > 0;
  origin.lineage = written ? snapshot.lineage : "";
  origin.serial = snapshot.serial;
  for (const auto& [address, resource] : snapshot.resources) origin.managed.insert(address);
  origin.named_files = planning.files;
  origin.file_roots = planning.file_roots;
  origin.files = planner::digests(*planning.workspace->manifest);
  origin.files.merge(planning.workspace->files.digests());
  auto report =
      planner::make_report(*planning.input, *planning.workspace->scope, planning.plan, std::move(origin));
  planning.repeats->hide(report);
  return report;
}

base::Result<void> check_limits(Session& session, const planner::Plan& plan) {
  auto deletes = std::count_if(plan.changes.begin(), plan.changes.end(),
                               [](const planner::Change& change) { return change.destroys(); });
  auto changes = std::count_if(plan.changes.begin(), plan.changes.end(),
                               [](const planner::Change& change) { return change.writes(); });
  for (const auto& [flag, what, count] : {std::tuple("max-deletes", "integration would be deleted", deletes),
                                          std::tuple("max-changes", "resource would be changed", changes)}) {
    if (!session.arguments().has(flag)) continue;
    auto limit = whole_number(session.arguments(), flag, 0);
    if (!limit) return base::fail(limit.error());
    if (count <= *limit) continue;
    std::string plural = what;
    plural.insert(plural.find(' '), "s");
    return base::fail(
        base::ErrorKind::Refused,
        fmt::format("{}, and -{}={} allows no more", base::count(count, what, plural.c_str()), flag, *limit),
        "Nothing was done. Look at the plan; if it is right, allow more.");
  }
  return {};
}

}  // namespace waveform::cmd
