#include "cmd/workspace.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/file.h"
#include "cmd/log_on.h"
#include "cmd/variable_inputs.h"
#include "planner/config/ignore_comments.h"
#include "planner/eval/conditions.h"
#include "planner/eval/outputs.h"
#include "planner/eval/resource_values.h"
#include "planner/hcl/evaluate.h"
#include "planner/import/imports.h"
#include "planner/plan/lint.h"
#include "planner/plan/moves.h"
#include "provider/services/catalog.h"
#include "state/backend/local.h"

namespace waveform::cmd {

using base::ErrorKind;
using base::Result;

namespace {

std::string user_name() {
  const passwd* entry = getpwuid(getuid());
  return entry != nullptr ? entry->pw_name : "user " + std::to_string(getuid());
}

// Who holds the lock, for others to read.
std::string lock_holder(Session& session) {
  char host[256] = "unknown host";
  gethostname(host, sizeof host - 1);
  std::string user = user_name();
  return fmt::format("{} on {}, process {}, since {}\n", user, host, getpid(),
                     base::utc_text(session.host().clock.now_epoch_millis()));
}

// Equal for runs that a lock on a local file keeps apart.
std::string machine_name() {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  return base::sha256_hex(base::read_file("/etc/machine-id").value_or("") + host).substr(0, 16);
}

}  // namespace

planner::FileRoots file_roots(Session& session, base::Diags& diags, const std::vector<std::string>& added) {
  const auto& arguments = session.arguments();
  const auto& environment = session.host().environment;
  std::vector<base::Path> homes = {environment.get("HOME").value_or("")};
  if (const passwd* entry = getpwuid(getuid()); entry != nullptr) homes.emplace_back(entry->pw_dir);
  std::vector<std::string> given = arguments.all("file-root");
  given.insert(given.end(), added.begin(), added.end());
  std::error_code ignored;
  const auto folder = std::filesystem::current_path(ignored);
  const auto shell_folder = environment.get("PWD").value_or("");
  auto roots = planner::make_file_roots(folder, homes, given, shell_folder);
  if (!roots) {
    diags.error({}, roots.error().message, {}, roots.error().hint);
    roots = planner::make_file_roots(folder, homes, {}, shell_folder);
  }
  std::vector<std::string> names = arguments.all("var-file");
  names.push_back(arguments.text("state", kUsualState));
  for (const auto& name : names) {
    if (auto file = base::target_of(name)) roots->private_files.push_back(*std::move(file));
  }
  return *std::move(roots);
}

std::unique_ptr<Workspace> open_workspace(Session& session, const ManifestFiles& source, base::Diags& diags,
                                          planner::Missing missing) {
  auto workspace =
      std::make_unique<Workspace>(Workspace{provider::services::catalog(),
                                            nullptr,
                                            planner::DiskFiles(file_roots(session, diags, source.file_roots)),
                                            {},
                                            {},
                                            {}});
  const auto& roots = workspace->files.roots();
  workspace->manifest = planner::load_manifest(".", {source.files.begin(), source.files.end()}, roots,
                                               workspace->catalog, diags, source.extra);
  auto& config = workspace->manifest->config;
  workspace->references.emplace(config, diags);
  auto inputs = read_variable_inputs(session, roots, workspace->manifest->sources, diags);
  inputs.manifest_is_complete = workspace->manifest->complete;
  for (const auto& input : inputs.given)
    if (input.file == nullptr) workspace->given_by_user.insert_or_assign(input.name, input.text);
  // Nobody types values for a manifest that is refused afterwards.
  if (missing == planner::Missing::Error && !diags.has_errors() && session.can_ask_for_values()) {
    inputs.ask = [&](const std::string& name, const planner::Variable& variable) {
      auto answer = ask_for_value(session, name, variable, diags);
      if (answer) workspace->given_by_user.insert_or_assign(name, *answer);
      return answer;
    };
  }
  workspace->scope.emplace(
      config, *workspace->references,
      planner::resolve_variables(config, inputs, workspace->manifest->sources, missing, diags),
      workspace->files, hcl::BudgetLimits{.clock = &session.host().clock, .interrupted = [&session] {
                                            return session.gives_up();
                                          }});
  learn_credentials(session, *workspace);  // before a condition's own words are shown
  if (workspace->manifest->complete) planner::check_validations(config, *workspace->scope, diags);
  auto graph = planner::build_graph(config, *workspace->references, diags);
  // What is unknown after an error was reported with it.
  bool lenient = missing == planner::Missing::Unknown || diags.has_errors();
  workspace->resources =
      planner::expand(config, graph, *workspace->scope,
                      lenient ? planner::UnknownKeys::Placeholder : planner::UnknownKeys::Error, diags);
  planner::check_moves(config, workspace->resources, diags);
  return workspace;
}

void evaluate_all(Workspace& workspace, const std::set<std::string>& ignored, base::Diags& diags,
                  const state::Snapshot* known) {
  if (!workspace.manifest->complete) return;
  const auto& config = workspace.manifest->config;
  std::vector<planner::Wanted> wanted;
  for (const auto& address : workspace.resources.order) {
    const auto& instance = workspace.resources.instances.at(address);
    auto desired = planner::evaluate_resource(address, instance, *workspace.scope, diags);
    planner::check_preconditions(address, instance, *workspace.scope, diags);
    if (known == nullptr) wanted.push_back({address, instance.block, desired});
    // Without a state nothing but the manifest itself looks at what it makes.
    if (known == nullptr && !workspace.references->is_used(address.block())) continue;
    if (known != nullptr && known->resources.contains(address)) {
      const auto& resource = known->resources.at(address);
      workspace.scope->set_resource(
          address, planner::remembered_value(*instance.block->type, resource, resource.attributes));
      continue;
    }
    workspace.scope->set_resource(
        address, planner::visible_value(*instance.block->type, std::move(desired), {}, false));
    planner::check_postconditions(address, instance, *workspace.scope, diags);
  }
  for (const auto& [address, block] : config.resources)
    planner::prevents_destroy(block, *workspace.scope, planner::UnknownKeys::Placeholder, diags);
  for (const auto& [name, local] : config.locals) hcl::evaluate(*local, *workspace.scope, diags);
  planner::evaluate_outputs(config, *workspace.scope, diags);
  planner::evaluate_imports(config, workspace.resources, *workspace.scope, planner::UnknownKeys::Placeholder,
                            diags);
  check_provider(workspace, diags);
  if (known == nullptr) {
    planner::check_domain(wanted, {}, ignored, diags);
    planner::check_ignore_comments(workspace.manifest->sources, diags);
  }
}

std::unique_ptr<state::Backend> open_backend(Session& session) {
  return open_backend(session.arguments().text("state", kUsualState));
}

std::unique_ptr<state::Backend> open_backend(const std::string& file) {
  return std::make_unique<state::LocalBackend>(file);
}

Result<state::Writer> open_writer(Session& session, state::Backend& backend) {
  auto timeout = base::parse_duration(session.arguments().text("lock-timeout", "0s"));
  if (!timeout) return base::fail(timeout.error(), "-lock-timeout");
  auto& clock = session.host().clock;
  auto until = clock.steady() + *timeout;
  for (bool said = false;; said = true) {
    auto writer = state::Writer::open(backend, lock_holder(session), machine_name());
    bool wait = !writer && writer.error().kind == ErrorKind::Locked && clock.steady() < until;
    if (!wait) return writer;
    if (session.gives_up())
      return base::fail(ErrorKind::Interrupted, "interrupted while another run held the state",
                        "Nothing was done.");
    if (!said) session.say(fmt::format("Waiting: {} …\n", writer.error().message));
    clock.sleep(base::Millis(200));
  }
}

Result<void> pin_address(Session& session, state::Snapshot& snapshot, const std::string& address) {
  bool other = !snapshot.service_address.empty() && snapshot.service_address != address;
  if (other && !session.arguments().on("accept-address")) {
    return base::fail(ErrorKind::Conflict,
                      fmt::format("this state belongs to {}, not to {}", snapshot.service_address, address),
                      "Set WAVEFRONT_ADDRESS to the former, or name another state with -state. If the "
                      "service has moved to the new address, say so with -accept-address.");
  }
  snapshot.service_address = address;
  return {};
}

}  // namespace waveform::cmd
