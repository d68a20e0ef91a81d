// The content of the simulated cluster: integrations in order of creation, and external ids. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace waveform::provider::simulator {

struct ExternalId {
  std::int64_t issued_epoch_millis = 0;
  std::string role_arn;  // the role that used it; "" while it is new
};

class Store {
 public:
  // Live and deleted integrations, complete with their secrets.
  const std::vector<base::Value>& integrations() const { return integrations_; }
  const base::Value* find(const std::string& id) const;
  void add(base::Value integration);      // REQUIRES: its id is new
  void replace(base::Value integration);  // REQUIRES: its id is known
  void purge(const std::string& id);

  const std::map<std::string, ExternalId>& external_ids() const { return external_ids_; }
  ExternalId* find_external_id(const std::string& id);
  void put_external_id(const std::string& id, ExternalId value);
  bool remove_external_id(const std::string& id);

  // {"format": "waveform-simulator", "version": 1, "integrations": [whole bodies],
  //  "externalIds": [{"id", "issuedEpochMillis", "roleArn"}]}
  base::Value dump() const;
  // Replaces the whole content. ERRORS: Corrupt, Unsupported; then nothing has changed.
  base::Result<void> load(const base::Value& data);

  // Increases with every change.
  std::uint64_t generation() const { return generation_; }

 private:
  std::vector<base::Value> integrations_;
  std::unordered_map<std::string, std::size_t> index_;  // id to index
  std::map<std::string, ExternalId> external_ids_;
  std::uint64_t generation_ = 0;
};

}  // namespace waveform::provider::simulator
