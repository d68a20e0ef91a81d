#include <algorithm>

#include <fmt/format.h>

#include "planner/plan/ignore_comments.h"
#include "planner/plan/input.h"
#include "planner/plan/moves.h"
#include "planner/run.h"

namespace waveform::planner {

using base::Diags;
using base::Result;

namespace {

Result<void> pin_address(state::Snapshot& snapshot, const std::string& address, bool accept) {
  if (!snapshot.service_address.empty() && snapshot.service_address != address && !accept) {
    return base::fail(base::ErrorKind::Conflict,
                      fmt::format("this state belongs to {}, not to {}", snapshot.service_address, address),
                      "Set WAVEFRONT_ADDRESS to the first, or use another state with -state. If the service "
                      "has moved to the new address, use -accept-address.");
  }
  snapshot.service_address = address;
  return {};
}

// Import and moved blocks, if the mode allows them.
void read_blocks(Planning& planning, state::Snapshot& snapshot, const PlanRequest& request, Diags& diags) {
  const auto& configuration = planning.configuration;
  const Mode mode = request.options.mode;
  planning.imports = request.imports;
  if (mode == Mode::Normal) {
    check_ignore_comments(configuration.manifest->sources, diags);
    auto blocks = evaluate_imports(configuration.config(), configuration.resources, *configuration.scope,
                                   UnknownKeys::Error, diags);
    planning.imports.insert(planning.imports.end(), blocks.begin(), blocks.end());
  }
  if ((mode == Mode::Normal || mode == Mode::Destroy) && !diags.has_errors())
    planning.moves = apply_moves(configuration.config(), snapshot, diags);
}

Result<void> read_service(Planning& planning, const state::Snapshot& snapshot, const PlanRequest& request) {
  const auto& catalog = planning.configuration.catalog;
  auto asked = requested_ids(planning.imports, catalog, snapshot);
  asked.integrations.insert(request.asked.integrations.begin(), request.asked.integrations.end());
  auto live = refresh(*planning.connection.api, catalog, snapshot, asked, planning.connection.parallelism);
  if (!live) return base::fail(live.error(), "cannot read the inventory");
  planning.inventory = *std::move(live);
  return {};
}

Result<void> first_look(Planning& planning, const state::Snapshot& snapshot, const PlanRequest& request,
                        base::Clock& clock) {
  // Calls in doubt and imports need a refresh.
  const bool must =
      !snapshot.intents.empty() || !snapshot.open_calls.empty() || any_pending(planning.imports, snapshot);
  if (must || request.refresh) {
    if (auto read = read_service(planning, snapshot, request); !read) return read;
  } else {
    planning.inventory = inventory_from_state(planning.configuration.catalog, snapshot);
  }
  planning.first_look = clock.steady();
  return {};
}

Pending pending_of(const Planning& planning, const state::Snapshot& snapshot, Mode mode) {
  const auto& catalog = planning.configuration.catalog;
  Pending pending{planning.lost.unseen.size() + planning.lost.alike.size(),
                  hidden_calls(catalog, snapshot, planning.inventory).size(), 0};
  if (mode == Mode::ImportOnly) return pending;
  std::set<base::Address> wanted;
  for (const auto& [address, instance] : planning.configuration.resources.instances) {
    if (mode != Mode::Destroy) wanted.insert(address);
  }
  pending.misplaced = misplaced_ids(catalog, snapshot, planning.inventory, wanted).size();
  return pending;
}

// A run that holds the lock refreshes until the calls of earlier runs are resolved and missing integrations
// are certainly gone: replicas lag, and calls arrive late. Limit: the settle time since the first refresh,
// plus one exchange after an unfinished run on another machine. Other runs refresh once.
Result<void> resolve_lost_calls(Planning& planning, state::Snapshot& snapshot, const PlanRequest& request,
                                const Outside& outside) {
  constexpr base::Millis kExchange(60'000);
  const auto& catalog = planning.configuration.catalog;
  planning.settle_time = request.settle_time;
  for (const auto& [id, call] : snapshot.open_calls) planning.held.insert(call.address);
  planning.held_until =
      planning.first_look + request.settle_time + (request.other_machine ? kExchange : base::Millis(0));
  base::Backoff backoff(base::Millis(500), base::Millis(5000));
  for (bool reported = false;; reported = true) {
    planning.lost = resolve_lost_calls(catalog, snapshot, planning.inventory);
    for (const auto& import : planning.imports) {  // each decides for itself
      std::erase(planning.lost.unseen, import.to);
      planning.lost.alike.erase(import.to);
    }
    planning.pending = pending_of(planning, snapshot, request.options.mode);
    const auto left = planning.held_until - outside.clock.steady();
    if (!request.writes || !planning.pending.any() || left.count() <= 0) {
      record_resolution(catalog, planning.lost, planning.inventory, snapshot);
      return {};
    }
    if (!reported) outside.looks_again(planning.pending, left);
    if (!base::sleep_for(outside.clock, std::min(backoff.next(), left), outside.interrupted))
      return base::fail(base::ErrorKind::Interrupted, "interrupted while checking again",
                        "Run the command again to continue.");
    if (auto read = read_service(planning, snapshot, request); !read) return read;
  }
}

void compare(Planning& planning, const state::Snapshot& snapshot, const PlanOptions& options, Diags& diags) {
  auto& configuration = planning.configuration;
  planning.unmanaged = find_unmanaged(planning.inventory, snapshot);
  planning.input.emplace(PlanInput{
      configuration.config(), configuration.resources, configuration.catalog, snapshot, planning.inventory,
      planning.unmanaged,
      resolve_imports(planning.imports, configuration.resources, snapshot, planning.inventory, diags),
      planning.moves});
  planning.plan = make_plan(*planning.input, options, *configuration.scope, diags);
}

bool creates(const Plan& plan) {
  return plan.count(Action::Create) + plan.count(Action::Replace) > 0;
}

}  // namespace

Result<std::unique_ptr<Planning>> plan(Configuration& configuration, state::Snapshot& snapshot,
                                       const PlanRequest& request, const Outside& outside, Diags& diags) {
  auto planning = std::make_unique<Planning>(configuration);
  if (!request.inventory_only) read_blocks(*planning, snapshot, request, diags);
  if (diags.has_errors() && request.inventory == nullptr) return planning;
  if (request.inventory != nullptr) {
    planning->inventory = *request.inventory;
  } else {
    auto connection = outside.connect();
    if (!connection) return base::fail(connection.error());
    planning->connection = *std::move(connection);
    auto pinned = pin_address(snapshot, planning->connection.address, request.accept_address);
    if (!pinned) return base::fail(pinned.error());
    auto looked = first_look(*planning, snapshot, request, outside.clock);
    if (!looked) return base::fail(looked.error());
    auto resolved = resolve_lost_calls(*planning, snapshot, request, outside);
    if (!resolved) return base::fail(resolved.error());
  }
  if (request.inventory_only) return planning;
  Diags of_plan;
  compare(*planning, snapshot, request.options, of_plan);
  if (!planning->inventory.refreshed && creates(planning->plan)) {
    // Creates always need a refresh.
    if (auto read = read_service(*planning, snapshot, request); !read) return base::fail(read.error());
    planning->inventory = inventory_from_state(configuration.catalog, snapshot, planning->inventory);
    of_plan = {};
    compare(*planning, snapshot, request.options, of_plan);
  }
  diags.append(std::move(of_plan));
  return planning;
}

}  // namespace waveform::planner
