#include "cmd/load_project.h"

#include <pwd.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/credentials.h"
#include "cmd/state_access.h"
#include "cmd/variable_inputs.h"
#include "provider/services/catalog.h"

namespace waveform::cmd {

planner::FileRoots file_roots(Session& session, base::Diags& diags, const std::vector<std::string>& added) {
  const auto& arguments = session.arguments();
  const auto& environment = session.process().environment;
  std::vector<base::Path> homes = {environment.get("HOME").value_or("")};
  if (const passwd* entry = getpwuid(getuid()); entry != nullptr) homes.emplace_back(entry->pw_dir);
  std::vector<std::string> given = arguments.all("file-root");
  given.insert(given.end(), added.begin(), added.end());
  std::error_code ignored;
  const auto directory = std::filesystem::current_path(ignored);
  const auto shell_directory = environment.get("PWD").value_or("");
  auto roots = planner::make_file_roots(directory, homes, given, shell_directory);
  if (!roots) {
    diags.error({}, roots.error().message, {}, roots.error().hint);
    roots = planner::make_file_roots(directory, homes, {}, shell_directory);
  }
  std::vector<std::string> names = arguments.all("var-file");
  names.push_back(arguments.text("state", kUsualState));
  for (const auto& name : names) {
    if (auto file = base::target_of(name)) roots->private_files.push_back(*std::move(file));
  }
  return *std::move(roots);
}

Project load(Session& session, planner::LoadRequest request, base::Diags& diags,
             const std::vector<std::string>& added_roots) {
  if (request.files.files.empty()) {
    const auto names = session.arguments().all("f");
    request.files.files = {names.begin(), names.end()};
  }
  request.roots = file_roots(session, diags, added_roots);
  auto inputs = variable_inputs(session);
  inputs.given.insert(inputs.given.begin(), request.variables.given.begin(), request.variables.given.end());
  request.variables = std::move(inputs);
  request.limits = {.clock = &session.process().clock,
                    .interrupted = [&session] { return session.gives_up(); }};
  Project project{planner::load(provider::services::catalog(), std::move(request), diags)};
  project.credentials = find_credentials(session, *project.configuration, project.token_files);
  for (const auto& credential : project.credentials) session.hide(credential);
  return project;
}

}  // namespace waveform::cmd
