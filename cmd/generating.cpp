#include "cmd/generating.h"

#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <fnmatch.h>

#include "base/file.h"
#include "base/text.h"
#include "cmd/load_project.h"
#include "cmd/planning.h"
#include "cmd/state_access.h"
#include "planner/import/generate.h"
#include "planner/run.h"

namespace waveform::cmd {

using base::ErrorKind;
using base::Result;

namespace {

// The inventory and the manifest of the directory.
struct Ground {
  Project project;
  state::Snapshot snapshot;
  planner::Inventory live;
};

Result<std::string> file_to_write(Session& session) {
  std::string file = session.arguments().text("generate");
  bool is_hcl = file.ends_with(".wf.hcl") || file.ends_with(".tf");
  if (!is_hcl || !planner::is_manifest_name(std::filesystem::path(file).filename().string()))
    return base::fail(ErrorKind::Invalid, fmt::format("{} is not a manifest file name", base::quote(file)),
                      "The name must end in .wf.hcl or .tf.");
  if (auto directory = std::filesystem::path(file).parent_path(); !directory.empty() && directory != ".")
    return base::fail(ErrorKind::Invalid, base::quote(file) + " is not in this directory",
                      "A manifest is one directory: change to it, or use -chdir.");
  if (std::filesystem::exists(file))
    return base::fail(ErrorKind::Conflict, base::printable(file) + " exists already",
                      "Use a new file name: existing files are never overwritten.");
  return file;
}

// Null: errors have been shown.
Project read_directory(Session& session, const planner::ExtraFile& extra) {
  base::Diags diags;
  auto project = load(session, {.files = {.extra = {extra}}, .missing = planner::Missing::Unknown}, diags);
  session.show(diags);
  if (diags.has_errors()) project.configuration = nullptr;
  return project;
}

Result<std::set<std::string>> select(Session& session, const Ground& ground,
                                     std::vector<planner::LeftOut>& left_out) {
  const auto& arguments = session.arguments();
  std::set<std::string> ids;
  std::map<std::string, const base::Address*> owners;
  for (const auto& [address, resource] : ground.snapshot.resources) owners.emplace(resource.id, &address);
  for (const auto& id : arguments.positional()) {
    const auto* live = planner::find_integration(ground.live, id);
    if (live == nullptr)
      return base::fail(ErrorKind::NotFound, "there is no integration with the id " + base::printable(id));
    if (auto owner = owners.find(id); owner != owners.end()) {
      left_out.push_back(
          {id, live->name, "it is already managed as " + base::printable(owner->second->text())});
    } else {
      ids.insert(id);
    }
  }
  if (!arguments.on("all")) return ids;
  std::string service = base::upper(arguments.text("service"));
  if (!service.empty() && ground.project.configuration->catalog.find_service(service) == nullptr)
    return base::fail(ErrorKind::Invalid, "-service: waveform does not know " + base::quote(service));
  std::string pattern = arguments.text("name", "*");
  for (const auto& [id, record] : ground.live.integrations) {
    bool wanted = (service.empty() || record.service == service) &&
                  fnmatch(pattern.c_str(), record.name.c_str(), 0) == 0;
    if (wanted && !owners.contains(id)) ids.insert(id);
  }
  return ids;
}

// Plans the manifest with the generated file: resources that are not only imported, with the reason.
std::map<base::Address, std::string> not_imported(Session& session, const Ground& ground,
                                                  planner::Configuration& configuration,
                                                  const planner::Generated& generated) {
  base::Diags diags;  // any error means that the resource is not only imported
  auto snapshot = ground.snapshot;
  planner::PlanRequest request{.inventory = &ground.live};
  for (const auto& [address, id] : generated.resources) request.options.targets.insert(address);
  auto planning = planner::plan(configuration, snapshot, request,
                                {.connect = {}, .clock = session.process().clock}, diags);
  std::map<base::Address, std::string> reasons;
  for (const auto& [address, id] : generated.resources) reasons.emplace(address, "it would not be imported");
  for (const auto& change : (*planning)->plan.changes) {
    if (!generated.resources.contains(change.address)) continue;
    const auto* type = configuration.catalog.find(change.address.type);
    std::vector<std::string> names;
    for (const auto& attribute : change.attributes) {
      if (!type->find(attribute.name)->secret) names.push_back(attribute.name);
    }
    // A required secret is a variable that has no value yet.
    const bool waits = names.empty() && !change.attributes.empty() &&
                       change.actions == std::vector{planner::Action::Import, planner::Action::Update};
    if (change.actions == std::vector{planner::Action::Import} || waits) {
      reasons.erase(change.address);
      continue;
    }
    if (names.empty()) names.emplace_back("enabled");
    reasons[change.address] = "its manifest would change it: " + base::enumerate(names);
  }
  return reasons;
}

// Generates until the plan only imports: integrations that a manifest cannot express are omitted. Empty:
// errors have been shown.
std::optional<planner::Generated> generate(Session& session, const std::string& file, const Ground& ground,
                                           std::set<std::string> ids) {
  const auto& config = ground.project.configuration->config();
  std::set<base::Address> addresses;
  for (const auto& [address, block] : config.resources) addresses.insert(address);
  std::set<std::string> variables;
  for (const auto& [name, variable] : config.variables) variables.insert(name);
  std::vector<planner::LeftOut> changed;
  while (true) {
    auto generated = planner::generate_manifest(ids, ground.live, addresses, variables);
    std::map<base::Address, std::string> reasons;
    if (!generated.resources.empty()) {
      const auto project = read_directory(session, {file, generated.text});
      if (project.configuration == nullptr) return std::nullopt;
      reasons = not_imported(session, ground, *project.configuration, generated);
    }
    for (const auto& [address, why] : reasons) {
      const std::string& id = generated.resources.at(address);
      changed.push_back({id, ground.live.integrations.at(id).name, why});
      ids.erase(id);
    }
    if (!reasons.empty()) continue;
    generated.left_out.insert(generated.left_out.end(), changed.begin(), changed.end());
    return generated;
  }
}

// Writes a file of variables beside the manifest, in which only the values are missing.
base::Result<void> write_secrets(Session& session, const std::string& file,
                                 const std::vector<std::string>& names) {
  if (names.empty()) return {};
  const auto stem = file.substr(0, file.rfind(file.ends_with(".wf.hcl") ? ".wf.hcl" : ".tf"));
  const std::string values = stem + ".auto.tfvars";
  const std::string shown = base::printable(values);
  if (std::filesystem::exists(values)) {
    session.say(
        fmt::format("The service does not return secrets: set {} in {}.\n", base::enumerate(names), shown));
    return {};
  }
  std::string text = fmt::format(
      "# Secrets for {}: the service does not return them. Remove the # of a line to set its value.\n"
      "# Every command in this directory reads this file: keep it out of version control.\n",
      base::printable(file));
  for (const auto& name : names) text += fmt::format("# {} = \"\"\n", name);
  if (auto written = base::replace_file(values, text); !written) return written;
  session.say(fmt::format(
      "The service does not return secrets: set {} in {}, and keep that file out of version control.\n",
      base::enumerate(names), shown));
  return {};
}

void tell(Session& session, const std::string& file, const planner::Generated& generated) {
  if (!generated.resources.empty()) {
    session.print(
        fmt::format("Wrote {} to {}. Review it, then run `waveform plan` and `waveform apply` to import.\n",
                    base::count(static_cast<std::int64_t>(generated.resources.size()), "resource"),
                    base::printable(file)));
  } else {
    session.print("Nothing to write: all matching integrations are managed.\n");
  }
  for (const auto& left : generated.left_out)
    session.say(fmt::format("Left out: {} (id {}): {}\n", base::quote(left.name), base::printable(left.id),
                            left.reason));
}

}  // namespace

std::vector<Flag> generate_flags() {
  return {{"generate", FlagKind::Text, "FILE",
           "Write the manifest of existing integrations, with import blocks."},
          {"all", FlagKind::Switch, "", "With -generate: of all unmanaged integrations."},
          {"service", FlagKind::Text, "SERVICE", "With -all: only this service, such as EC2."},
          {"name", FlagKind::Text, "PATTERN", "With -all: only names that match; * matches anything."}};
}

int generate_manifest(Session& session) {
  auto file = file_to_write(session);
  if (!file) return session.fail(file.error());
  if (session.arguments().positional().empty() && !session.arguments().on("all"))
    return session.misuse("-generate needs ids, or -all", "`waveform import -generate adopted.wf.hcl -all`");
  Ground ground;
  ground.project = read_directory(session, {*file, ""});
  if (ground.project.configuration == nullptr) return kFailed;
  auto backend = open_backend(session);
  auto snapshot = state::load(*backend);
  if (!snapshot) return session.fail(snapshot.error());
  ground.snapshot = *std::move(snapshot);
  const auto& words = session.arguments().positional();
  auto seen = read_inventory(session, ground.project, ground.snapshot, {{words.begin(), words.end()}, {}});
  if (!seen) return session.fail(seen.error());
  ground.live = std::move(seen->inventory);
  std::vector<planner::LeftOut> left_out;
  auto ids = select(session, ground, left_out);
  if (!ids) return session.fail(ids.error());

  auto generated = generate(session, *file, ground, *ids);
  if (!generated) return kFailed;
  generated->left_out.insert(generated->left_out.begin(), left_out.begin(), left_out.end());
  if (!generated->resources.empty()) {
    if (auto written = base::replace_file(*file, generated->text, 0644); !written)
      return session.fail(written.error());
  }
  tell(session, *file, *generated);
  if (auto written = write_secrets(session, *file, generated->secrets); !written)
    return session.fail(written.error());
  return kDone;
}

}  // namespace waveform::cmd
