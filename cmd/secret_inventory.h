// What must not be shown, as far as it is known before the first call is made: for the log of calls, and for
// what the service says.
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

// Values of sensitive variables, and all that the manifest makes of them and marks, as far as it is known.
void learn_secrets(RequestLog& log, const Project& project);
// Attributes that the state holds as digests, and external ids.
void learn_secrets(RequestLog& log, const provider::Catalog& catalog, const state::Snapshot& snapshot);
// The passwords at a proxy: of http_proxy in the provider block, or "", and of the environment.
std::vector<std::string> proxy_secrets(const std::string& proxy, const base::Environment& environment);

// Cuts secrets out of what the service says: its errors may repeat a credential that they refuse, or the
// token. Safe from any thread.
class SecretCutter {
 public:
  // Null: no manifest. The project outlives it; it is evaluated when the first text comes.
  explicit SecretCutter(const Project* project) : project_(project) {}

  void learn_text(const std::string& text);
  // The external ids of the state.
  void learn(const provider::Catalog& catalog, const state::Snapshot& snapshot);
  // The token, what was sent, and an external id that was answered.
  void learn(const provider::Exchange& exchange);
  std::string cut(const std::string& text);

 private:
  const Project* project_;  // null: there is none, or it was evaluated
  std::mutex mutex_;        // guards all below
  provider::SecretTexts texts_;
};

}  // namespace waveform::cmd
