// The simulated service: the effect of each API call and of external changes on the cluster's content.
// Without HTTP, faults and authentication. Not thread-safe.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "base/clock.h"
#include "base/http/url.h"
#include "base/result.h"
#include "base/value.h"
#include "provider/simulator/body_rules.h"
#include "provider/simulator/options.h"
#include "provider/simulator/search.h"
#include "provider/simulator/store.h"

namespace waveform::provider::simulator {

struct Input {
  std::string id;  // of the integration, or the external id
  http::Target target;
  base::Value body;
  const Store* seen = nullptr;  // what a read of integrations shows; null: the current content
};

struct Reply {
  int status = 200;
  base::Value response;
  std::string message;
  bool hang = false;  // no response at all
};

// The service's message when AWS denies access.
constexpr const char* kCredentialsMessage = "Cannot access cloudwatch with given credentials";

class Service {
 public:
  Service(base::Clock& clock, const Options& options);

  // The endpoints.
  Reply list(const Input& input);
  Reply search(const Input& input);
  Reply search_deleted(const Input& input);
  Reply get(const Input& input);
  Reply create(const Input& input);
  Reply update(const Input& input);
  Reply remove(const Input& input);
  Reply undelete(const Input& input);
  Reply enable(const Input& input);
  Reply disable(const Input& input);
  Reply create_external_id(const Input& input);
  Reply check_external_id(const Input& input);
  Reply delete_external_id(const Input& input);

  // Edits in the console. ERRORS: NotFound; Invalid.
  base::Result<std::string> add(const base::Value& body);
  base::Result<void> patch(const std::string& id, const base::Value& merge);
  base::Result<void> fail_credentials(const std::string& id, const std::string& message);
  base::Result<void> trash(const std::string& id) { return set_in_bin(id, true); }
  base::Result<void> restore(const std::string& id) { return set_in_bin(id, false); }
  base::Result<void> purge(const std::string& id);
  base::Result<void> expire_external_id(const std::string& id);  // "": all
  base::Result<void> add_external_id(const base::Value& value);  // {"id", "issuedEpochMillis", "roleArn"}
  base::Result<void> set_clock(const base::Value& value);        // {"ahead"} or {"behind"}: a duration

  const Store& store() const { return store_; }
  base::Result<void> load(const base::Value& data);

 private:
  std::int64_t now() const { return clock_.now_epoch_millis() + clock_ahead_.count(); }
  std::int64_t tick();  // now, but later than all times before
  std::uint64_t random();
  std::string fresh_uuid();
  bool is_valid(const std::string& external_id, const std::string& role_arn);
  bool passes_credentials_check(const base::Value& integration, const base::Value& body);
  void use_external_id(const base::Value& integration);
  base::Value shown(const base::Value& integration);
  const Store& seen(const Input& input) const { return input.seen != nullptr ? *input.seen : store_; }
  Reply page(const Store& store, const Query& query, bool live, bool deleted);
  base::Result<void> set_in_bin(const std::string& id, bool in_bin);
  // Writes these members over the stored body, with user and time.
  const base::Value& change(const base::Value& integration, const base::Value::Map& over,
                            const std::string& who);

  base::Clock& clock_;
  const Options options_;
  const Rules rules_;
  Store store_;
  std::mt19937_64 random_;
  base::Millis clock_ahead_{0};
  std::int64_t last_tick_ = 0;
  std::int64_t reads_ = 0;
};

}  // namespace waveform::provider::simulator
