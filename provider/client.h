// The service's REST API over HTTP: envelopes, paging, retries, error messages.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "base/clock.h"
#include "base/http/retry.h"
#include "base/http/transport.h"
#include "provider/api.h"
#include "provider/exchange.h"

namespace waveform::provider {

// Returns the bearer token. `rejected`: the token that just got a 401, "" if none. A supplier that can get a
// newer token returns it; otherwise it returns the same token again, and the 401 becomes the error of the
// call. Safe from any thread.
using TokenSupplier = std::function<base::Result<std::string>(const std::string& rejected)>;
TokenSupplier fixed_token(std::string token);

struct ClientOptions {
  std::string address;  // as http::normalise_address gives it
  TokenSupplier token;
  http::RetryPolicy retry = {};
  base::Millis timeout{60'000};  // for one exchange
  // What to do when the token is invalid; a complete hint.
  std::string token_hint = "set WAVEFRONT_TOKEN to a valid API token of this cluster";
  Observer observer = {};
  // From any thread: true ends the retries of a call.
  std::function<bool()> interrupted = {};
  // Removes secrets from the service's errors, from any thread; empty: they stay unchanged.
  std::function<std::string(const std::string& text)> hide = {};
  std::string address_from = {};  // for messages: "WAVEFRONT_ADDRESS"
};

// The token is sent only in the Authorization header. Safe from any thread. The transport and the clock
// belong to the caller and must outlive the client. Kinds beyond those of Api: a response that is not the
// API's own (a proxy's page, incomplete JSON, a redirect) is InDoubt, and so is a 5xx that persists through
// the retries. Only a 404 in the API's own envelope is NotFound.
class Client final : public Api {
 public:
  Client(http::Transport& transport, base::Clock& clock, ClientOptions options);

  base::Result<Page> list(Bin bin, std::int64_t offset, std::int64_t limit) override;
  base::Result<Page> search(Bin bin, const std::string& name) override;
  base::Result<base::Value> get(const std::string& id) override;
  base::Result<base::Value> create(const base::Value& body) override;
  base::Result<base::Value> update(const std::string& id, const MakeBody& body) override;
  base::Result<void> remove(const std::string& id, bool skip_trash, const Check& check) override;
  base::Result<void> undelete(const std::string& id, const Check& check) override;
  base::Result<void> enable(const std::string& id, const Check& check) override;
  base::Result<void> disable(const std::string& id, const Check& check) override;
  base::Result<std::string> create_external_id() override;
  base::Result<void> check_external_id(const std::string& id) override;
  base::Result<void> delete_external_id(const std::string& id) override;

 private:
  struct Call;

  base::Result<base::Value> perform(const Call& call);
  base::Result<void> about_external_id(const char* method, const char* what, const std::string& id);
  base::Result<base::Value> integration(const Call& call);  // the response is an integration
  base::Result<base::Value> about(const Call& call);        // the response is not another integration
  base::Result<void> change(const std::string& id, const std::string& verb, const Check& check);
  base::Result<void> make_body(const Call& call, base::Value& body, http::Request& request);
  base::Result<Page> page(const Call& call, std::int64_t offset);
  base::Value hidden(base::Value integration) const;  // with its last errors redacted
  base::Error with_origin(base::Error error) const;
  base::Result<void> authorize(const Call& call, const std::string& token, http::Request& request) const;

  http::Transport& transport_;
  base::Clock& clock_;
  ClientOptions options_;
  std::atomic<std::int64_t> calls_{0};
};

}  // namespace waveform::provider
