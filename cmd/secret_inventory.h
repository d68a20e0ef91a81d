// The secrets known before the first call, which must not appear in the request log or in messages of the
// service.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "base/environment.h"
#include "cmd/project.h"
#include "cmd/request_log.h"
#include "provider/exchange.h"
#include "provider/secret_texts.h"
#include "state/snapshot.h"

namespace waveform::cmd {

// Known values of sensitive variables, and values derived from them.
void learn_secrets(RequestLog& log, const Project& project);
// Attributes that the state holds as digests, and external ids.
void learn_secrets(RequestLog& log, const provider::Catalog& catalog, const state::Snapshot& snapshot);
// The passwords for proxies: of http_proxy in the provider block, or "", and of the environment.
std::vector<std::string> proxy_secrets(const std::string& proxy, const base::Environment& environment);

// Redacts secrets in messages of the service, which can repeat a refused credential or the token.
// Thread-safe.
class SecretCutter {
 public:
  // Null: no manifest. The project outlives it; it is evaluated at the first message.
  explicit SecretCutter(const Project* project) : project_(project) {}

  void learn_text(const std::string& text);
  // The external ids of the state.
  void learn(const provider::Catalog& catalog, const state::Snapshot& snapshot);
  // The token, sent secrets, and returned external ids.
  void learn(const provider::Exchange& exchange);
  std::string cut(const std::string& text);

 private:
  const Project* project_;  // null: no manifest, or evaluated already
  std::mutex mutex_;        // guards all below
  provider::SecretTexts texts_;
};

}  // namespace waveform::cmd
