#include "cmd/secret_inventory.h"

#include "base/http/url.h"
#include "planner/eval/resource_values.h"
#include "planner/hcl/evaluate.h"
#include "provider/log_line.h"

namespace waveform::cmd {

namespace {

void hide_digests(RequestLog& log, const provider::ResourceType* type, const std::string& id,
                  const state::SecretDigests& digests) {
  for (const auto& [name, digest] : digests) {
    const auto* attribute = type == nullptr ? nullptr : type->find(name);
    if (attribute != nullptr) log.hide(id, attribute->wire);
  }
}

// All values of the manifest, with their marks.
template <typename Learner>
void teach(Learner& learner, const Project& project) {
  for (const auto& [name, variable] : project.configuration->scope->variables())
    learner.learn(variable.value);
  const auto& config = project.configuration->manifest->config;
  base::Diags told_elsewhere;
  for (const auto& [name, local] : config.locals)
    learner.learn(hcl::evaluate(*local, *project.configuration->scope, told_elsewhere).value);
  for (const auto& [address, instance] : project.configuration->resources.instances)
    learner.learn(
        planner::evaluate_resource(address, instance, *project.configuration->scope, told_elsewhere));
}

}  // namespace

void learn_secrets(RequestLog& log, const Project& project) {
  teach(log, project);
}

void learn_secrets(RequestLog& log, const provider::Catalog& catalog, const state::Snapshot& snapshot) {
  for (const auto& [address, resource] : snapshot.resources) {
    if (provider::is_external_id(catalog, address.type))
      log.learn(base::Value(resource.id).with_marks(base::Value::Masked));
    hide_digests(log, catalog.find(address.type), resource.id, resource.secret_digests);
    log.learn(resource.attributes);
  }
  for (const auto& tombstone : snapshot.tombstones)
    hide_digests(log, catalog.find(tombstone.address.type), tombstone.id, tombstone.secret_digests);
  // The id of an integration from a create in doubt is not known.
  for (const auto& intent : snapshot.intents)
    hide_digests(log, catalog.find(intent.address.type), "", intent.expected.secret_digests);
  log.learn(snapshot.outputs);
}

std::vector<std::string> proxy_secrets(const std::string& proxy, const base::Environment& environment) {
  std::vector<std::string> proxies = {proxy}, secrets;
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"})
    proxies.push_back(environment.get(name).value_or(""));
  for (const auto& url : proxies) {
    const std::size_t scheme = url.find("://");
    const std::size_t start = scheme == std::string::npos ? 0 : scheme + 3;
    const std::size_t end = url.rfind('@');
    if (end == std::string::npos || end < start) continue;
    const std::string user = url.substr(start, end - start);
    const std::size_t colon = user.find(':');
    if (colon == std::string::npos) continue;
    secrets.push_back(user.substr(colon + 1));
    secrets.push_back(http::percent_decode(user.substr(colon + 1)));
  }
  return secrets;
}

void SecretCutter::learn_text(const std::string& text) {
  const std::lock_guard lock(mutex_);
  texts_.learn(base::Value(text).with_marks(base::Value::Sensitive));
}

void SecretCutter::learn(const provider::Catalog& catalog, const state::Snapshot& snapshot) {
  const std::lock_guard lock(mutex_);
  for (const auto& [address, resource] : snapshot.resources) {
    if (provider::is_external_id(catalog, address.type))
      texts_.learn(base::Value(resource.id).with_marks(base::Value::Masked));
  }
}

void SecretCutter::learn(const provider::Exchange& exchange) {
  const std::lock_guard lock(mutex_);
  provider::learn_from(exchange, texts_);
}

std::string SecretCutter::cut(const std::string& text) {
  const std::lock_guard lock(mutex_);
  if (project_ != nullptr) teach(texts_, *project_);
  project_ = nullptr;
  return texts_.cut(text);
}

}  // namespace waveform::cmd
