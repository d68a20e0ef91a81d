#include "cmd/connect.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "base/http/concurrency_limit.h"
#include "base/http/curl_transport.h"
#include "cmd/credentials.h"
#include "cmd/secret_inventory.h"
#include "cmd/service_address.h"
#include "planner/eval/provider_block.h"
#include "provider/answer.h"
#include "provider/client.h"
#include "provider/csp.h"
#include "provider/services/catalog.h"
#include "waveform_version.h"

namespace waveform::cmd {

using base::ErrorKind;
using base::Result;

namespace {

using IsInterrupted = std::function<bool()>;  // from any thread

// A signal ends its sleeps. The other clock outlives it.
class InterruptibleClock final : public base::Clock {
 public:
  InterruptibleClock(base::Clock& clock, IsInterrupted interrupted)
      : clock_(clock), interrupted_(std::move(interrupted)) {}
  std::int64_t now_epoch_millis() const override { return clock_.now_epoch_millis(); }
  base::Millis steady() const override { return clock_.steady(); }
  void sleep(base::Millis duration) override { base::sleep_for(clock_, duration, interrupted_); }

 private:
  base::Clock& clock_;
  IsInterrupted interrupted_;
};

// Sends nothing after the run was given up: returns Interrupted, which is never retried.
class InterruptibleTransport final : public http::Transport {
 public:
  InterruptibleTransport(std::unique_ptr<http::Transport> transport, IsInterrupted gives_up)
      : transport_(std::move(transport)), gives_up_(std::move(gives_up)) {}
  Result<http::Response> send(const http::Request& request) override {
    if (gives_up_()) return base::fail(ErrorKind::Interrupted, "interrupted");
    return transport_->send(request);
  }

 private:
  std::unique_ptr<http::Transport> transport_;
  IsInterrupted gives_up_;
};

// The proxy of the provider block; it needs approval when only the manifest names it.
Result<std::string> proxy_of(Session& session, const Project* project) {
  auto proxy = planner::provider_text(configuration_of(project), planner::kHttpProxy);
  if (!proxy || proxy->empty() || planner::is_users_own(*project->configuration, planner::kHttpProxy))
    return proxy;
  if (is_known_proxy(*proxy, session.process().environment)) return proxy;
  if (planner::is_sensitive(*project->configuration, planner::kHttpProxy))
    return base::fail(unapproved_proxy("(sensitive)"));
  if (!is_proxy(*proxy)) return base::fail(unapproved_proxy(*proxy));
  if (session.can_ask_for_values() && session.approves(proxy_question(*proxy))) return proxy;
  return base::fail(unapproved_proxy(*proxy));
}

Result<int> read_parallelism(const Arguments& arguments) {
  auto number = whole_number(arguments, "parallelism", 10);
  if (!number) return base::fail(number.error());
  if (*number >= 1 && *number <= 100) return static_cast<int>(*number);
  return base::fail(ErrorKind::Invalid, "-parallelism: a whole number from 1 to 100 is expected",
                    "The service accepts about 100 concurrent calls per user.");
}

// The credentials of a run, including those for a proxy.
std::vector<std::string> credentials(const Token& token, const std::string& proxy, Session& session) {
  auto secrets = proxy_secrets(proxy, session.process().environment);
  secrets.push_back(token.text);
  if (token.csp) secrets.insert(secrets.end(), {token.csp->api_token, token.csp->app_secret});
  return secrets;
}

// For messages of the service and the request log.
std::shared_ptr<SecretCutter> learn_secrets(Session& session, const std::vector<std::string>& secrets,
                                            const Project* project, const state::Snapshot* snapshot) {
  const auto& catalog = provider::services::catalog();
  auto cutter = std::make_shared<SecretCutter>(project);
  for (const auto& secret : secrets) cutter->learn_text(secret);
  if (snapshot != nullptr) cutter->learn(catalog, *snapshot);
  RequestLog* log = session.log();
  if (log == nullptr) return cutter;
  for (const auto& secret : secrets) log->learn_text(secret);
  if (project != nullptr) learn_secrets(*log, *project);
  if (snapshot != nullptr) learn_secrets(*log, catalog, *snapshot);
  return cutter;
}

}  // namespace

Result<Service> connect(Session& session, const Project* project, const state::Snapshot* snapshot) {
  auto login = find_login(session, project, snapshot);
  if (!login) return base::fail(login.error());
  auto proxy = proxy_of(session, project);
  if (!proxy) return base::fail(proxy.error());
  const std::string& address = login->address.address;
  if (login->address.ask && !(session.can_ask_for_values() && session.approves(address_question(address))))
    return base::fail(unapproved_address(address));
  Token& token = login->token;
  provider::ClientOptions client;
  client.address = address;
  client.address_from = login->address.from;
  client.token_hint = std::move(token.hint);
  auto cutter = learn_secrets(session, credentials(token, *proxy, session), project, snapshot);
  client.hide = [cutter](const std::string& text) { return cutter->cut(text); };
  client.interrupted = session.process().interrupted;
  client.observer = [cutter,
                     watch = session.watch().observer(session.log() ? session.log()->observer() : nullptr)](
                        const provider::Exchange& exchange) {
    cutter->learn(exchange);
    watch(exchange);
  };
  auto options = http::curl_options(session.process().environment);
  options.user_agent = "waveform/" WAVEFORM_VERSION;
  options.proxy = *proxy;
  options.max_response_bytes = provider::kMostAnswerBytes;
  const auto gives_up = [&session] { return session.gives_up(); };
  options.gives_up = gives_up;
  options.is_slow = [&session](const http::Request& request, std::int64_t bytes, base::Millis since) {
    session.watch().slow(request, bytes, since);
  };
  auto parallelism = read_parallelism(session.arguments());
  if (!parallelism) return base::fail(parallelism.error());
  Service service;
  service.hide = client.hide;
  service.address = address;
  if (project != nullptr) service.credentials = project->credentials;
  service.credentials.push_back(token.text);
  service.parallelism = *parallelism;
  service.clock =
      std::make_unique<InterruptibleClock>(session.process().clock, session.process().interrupted);
  service.wire =
      std::make_unique<InterruptibleTransport>(std::make_unique<http::CurlTransport>(options), gives_up);
  service.transport = std::make_unique<http::ConcurrencyLimit>(*service.wire, service.parallelism);
  auto& clock = *service.clock;
  if (token.csp) {
    token.csp->observer = client.observer;
    token.csp->interrupted = client.interrupted;
    client.token = provider::csp_token(*service.transport, clock, *std::move(token.csp));
  } else {
    client.token = provider::fixed_token(std::move(token.text));
  }
  service.api = std::make_unique<provider::Client>(*service.transport, clock, std::move(client));
  return service;
}

Result<planner::Connection> connect(Session& session, const Project& project, const state::Snapshot& snapshot,
                                    Service& service) {
  auto connected = connect(session, &project, &snapshot);
  if (!connected) return base::fail(connected.error());
  service = *std::move(connected);
  return planner::Connection{service.api.get(), service.address, service.parallelism};
}

}  // namespace waveform::cmd
