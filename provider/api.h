// The service as planner and applier see it. provider/client.h implements it over HTTP.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace waveform::provider {

enum class Bin { Live, Deleted };

struct Page {
  std::vector<base::Value>
      items;  // CloudIntegration objects; a page of live ones may contain some with inTrash: true
  bool more = false;
  std::int64_t total = 0;  // of the whole list, if the service reports it
};

// Runs right before every attempt of a modifying call. An error ends the call.
using Check = std::function<base::Result<void>()>;
// The same, and returns the body to send.
using MakeBody = std::function<base::Result<base::Value>()>;

// Each call is one exchange or safe retries of it: reads follow the retry policy, writes are retried only
// when they certainly had no effect (throttled, never sent). A modifying call has a check that runs before
// every attempt; if the attempt does not begin within 2 s after the check, the check runs again. Safe from
// any thread. ERRORS of all: those of the check, Unauthorized, Forbidden, Throttled, Unreachable, Untrusted;
// Invalid: not an id; for reads NotFound; for writes NotFound, Refused and InDoubt: the call may have had an
// effect, or the response contained another integration.
class Api {
 public:
  virtual ~Api() = default;

  virtual base::Result<Page> list(Bin bin, std::int64_t offset, std::int64_t limit) = 0;
  // Integrations with exactly this name, live or deleted; one page of at most 1000.
  virtual base::Result<Page> search(Bin bin, const std::string& name) = 0;
  virtual base::Result<base::Value> get(const std::string& id) = 0;
  virtual base::Result<base::Value> create(const base::Value& body) = 0;
  virtual base::Result<base::Value> update(const std::string& id, const MakeBody& body) = 0;
  // REQUIRES: the check ensures that it is not in the recycle bin, or it is to be purged: a DELETE there is
  // final.
  virtual base::Result<void> remove(const std::string& id, bool skip_trash, const Check& check) = 0;
  virtual base::Result<void> undelete(const std::string& id, const Check& check) = 0;
  virtual base::Result<void> enable(const std::string& id, const Check& check) = 0;
  virtual base::Result<void> disable(const std::string& id, const Check& check) = 0;

  virtual base::Result<std::string> create_external_id() = 0;
  virtual base::Result<void> check_external_id(
      const std::string& id) = 0;  // NotFound: not valid, or not any more
  virtual base::Result<void> delete_external_id(const std::string& id) = 0;
};

// Passes every integration to `visit` once; reads up to `width` pages at a time, from as many threads.
// Returns false if the list changed during the walk: an id appeared twice, or the number differs from the
// service's total.
base::Result<bool> for_each_integration(Api& api, Bin bin, int width,
                                        const std::function<void(const base::Value&)>& visit);

}  // namespace waveform::provider
