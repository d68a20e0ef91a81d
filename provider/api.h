// The service as the planner and the applier see it. The real one speaks HTTP (provider/client.h).
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
  std::vector<base::Value> items;  // CloudIntegration objects; a live page may hold some with inTrash: true
  bool more = false;
  std::int64_t total = 0;  // in the whole list, as far as the service says so
};

// What is looked at right before an attempt of a call that changes an integration. Its error ends the call.
using Check = std::function<base::Result<void>()>;
// The same, with the body to send.
using MakeBody = std::function<base::Result<base::Value>()>;

// Every call is one exchange or a safe repetition of it: reads are repeated as the retry policy says, writes
// only when it is certain that nothing happened (throttled, never sent). A call that changes an integration
// has a check: it runs before every attempt, and the attempt begins less than 2 s after it ended, or the
// check runs again. Safe from any thread. ERRORS of all: those of the check, Unauthorized, Forbidden,
// Throttled, Unreachable; Invalid: not an id; of reads NotFound; of writes NotFound, Refused and InDoubt: the
// call may or may not have taken effect, or was answered with another integration.
class Api {
 public:
  virtual ~Api() = default;

  virtual base::Result<Page> list(Bin bin, std::int64_t offset, std::int64_t limit) = 0;
  // Those whose name is exactly this, live or deleted; one page of at most 1000.
  virtual base::Result<Page> search(Bin bin, const std::string& name) = 0;
  virtual base::Result<base::Value> get(const std::string& id) = 0;
  virtual base::Result<base::Value> create(const base::Value& body) = 0;
  virtual base::Result<base::Value> update(const std::string& id, const MakeBody& body) = 0;
  // REQUIRES: the check sees that it is not in the bin, or it is to be purged: a DELETE there is final.
  virtual base::Result<void> remove(const std::string& id, bool skip_trash, const Check& check) = 0;
  virtual base::Result<void> undelete(const std::string& id, const Check& check) = 0;
  virtual base::Result<void> enable(const std::string& id, const Check& check) = 0;
  virtual base::Result<void> disable(const std::string& id, const Check& check) = 0;

  virtual base::Result<std::string> create_external_id() = 0;
  virtual base::Result<void> check_external_id(const std::string& id) = 0;  // NotFound: not valid (any more)
  virtual base::Result<void> delete_external_id(const std::string& id) = 0;
};

// All of them, each handed to `visit` once; up to `width` pages at once, from as many threads. False: an id
// came twice, or there are not as many as the service says: the list moved while it was read.
base::Result<bool> for_each_integration(Api& api, Bin bin, int width,
                                        const std::function<void(const base::Value&)>& visit);

}  // namespace waveform::provider
