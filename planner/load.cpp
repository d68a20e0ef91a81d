#include "planner/eval/conditions.h"
#include "planner/eval/names.h"
#include "planner/eval/outputs.h"
#include "planner/eval/provider_block.h"
#include "planner/eval/resource_values.h"
#include "planner/hcl/evaluate.h"
#include "planner/plan/ignore_comments.h"
#include "planner/plan/lint.h"
#include "planner/plan/moves.h"
#include "planner/run.h"

namespace waveform::planner {

namespace {

void read_files(VariableInputs& inputs, const FileRoots& roots, base::Sources& sources, base::Diags& diags) {
  std::erase_if(inputs.given, [&](VariableInput& input) {
    if (input.from != VariableInput::From::File) return false;
    auto text = read_source(roots, input.name, Reads::Values, sources.most_bytes());
    if (text) {
      input.file = &sources.add(input.name, *std::move(text));
      return false;
    }
    diags.error({}, input.origin + text.error().message);
    return true;
  });
}

Variables read_variables(Configuration& configuration, VariableInputs& inputs, Missing missing,
                         base::Diags& diags) {
  auto& manifest = *configuration.manifest;
  read_files(inputs, configuration.files.roots(), manifest.sources, diags);
  for (const auto& input : inputs.given) {
    // A plan does not say where the token goes.
    if (input.file == nullptr && input.from != VariableInput::From::Plan)
      configuration.given_by_user.insert_or_assign(input.name, input.text);
  }
  auto ask = std::exchange(inputs.ask, nullptr);
  // No prompts for values of an invalid manifest.
  if (ask && missing == Missing::Error && !diags.has_errors()) {
    inputs.ask = [&](const std::string& name, const Variable& variable, base::Diags& heard) {
      auto answer = ask(name, variable, heard);
      if (answer) configuration.given_by_user.insert_or_assign(name, *answer);
      return answer;
    };
  }
  inputs.manifest_is_complete = manifest.complete;
  return resolve_variables(manifest.config, inputs, manifest.sources, missing, diags, &configuration.given);
}

// With values known without state and service. References to a file that could not be read are not errors.
void evaluate_all(Configuration& configuration, const std::set<std::string>& ignored, base::Diags& diags) {
  if (!configuration.manifest->complete) return;
  const auto& config = configuration.config();
  auto& scope = *configuration.scope;
  std::vector<Wanted> wanted;
  for (const auto& address : configuration.resources.order) {
    const auto& instance = configuration.resources.instances.at(address);
    auto desired = evaluate_resource(address, instance, scope, diags);
    check_preconditions(address, instance, scope, diags);
    wanted.push_back({address, instance.block, desired});
    if (!configuration.references->is_used(address.block())) continue;
    scope.set_resource(address, visible_value(*instance.block->type, std::move(desired), {}, false));
    check_postconditions(address, instance, scope, diags);
  }
  for (const auto& [address, block] : config.resources)
    prevents_destroy(block, scope, UnknownKeys::Placeholder, diags);
  for (const auto& [name, local] : config.locals) hcl::evaluate(*local, scope, diags);
  evaluate_outputs(config, scope, diags);
  evaluate_imports(config, configuration.resources, scope, UnknownKeys::Placeholder, diags);
  check_provider_block(configuration, diags);
  check_domain(wanted, {}, ignored, diags);
  check_ignore_comments(configuration.manifest->sources, diags);
}

}  // namespace

std::unique_ptr<Configuration> load(const provider::Catalog& catalog, LoadRequest request,
                                    base::Diags& diags) {
  auto configuration = std::make_unique<Configuration>(catalog, std::move(request.roots));
  configuration->manifest =
      load_manifest(request.files, configuration->files.roots(), configuration->catalog, diags);
  const auto& config = configuration->config();
  if (configuration->manifest->complete) check_names(config, diags);
  const auto& references = configuration->references.emplace(config, diags);
  auto variables = read_variables(*configuration, request.variables, request.missing, diags);
  auto& scope = configuration->scope.emplace(config, references, std::move(variables), configuration->files,
                                             std::move(request.limits));
  if (configuration->manifest->complete) check_validations(config, scope, diags);
  const auto graph = build_graph(config, references, diags);
  // Values unknown after an error have been reported.
  const bool lenient = request.missing == Missing::Unknown || diags.has_errors();
  configuration->resources =
      expand(config, graph, scope, lenient ? UnknownKeys::Placeholder : UnknownKeys::Error, diags);
  check_moves(config, configuration->resources, diags);
  if (request.evaluate_all || diags.has_errors()) evaluate_all(*configuration, request.ignored_checks, diags);
  return configuration;
}

}  // namespace waveform::planner
