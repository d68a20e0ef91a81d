// About a hundred integrations of all services in a manifest, and their changes from stage to stage.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/value.h"
#include "provider/schema.h"
#include "tests/support/dice.h"

namespace waveform::test {

struct Wanted {
  const provider::ResourceType* type = nullptr;
  base::Value::Map attributes = {};  // all except the external id
  std::string external_id = {};      // for AWS: an expression; "" for all other services

  std::string address(const std::string& label) const { return type->name + "." + label; }
};

class Fleet {
 public:
  // `external_ids`: valid, and not managed.
  Fleet(Dice& dice, std::size_t size, std::vector<std::string> external_ids);

  // Each integration is kept, edited, removed, enabled or disabled; some are added.
  void change();
  // Half of the removed ones come back, some edited; others are removed.
  void bring_back();

  std::string manifest() const;
  const std::map<std::string, Wanted>& wanted() const { return wanted_; }  // by label
  const std::map<std::string, Wanted>& gone() const { return gone_; }
  const std::set<std::string>& back() const { return back_; }  // labels that bring_back() brought back
  // Every secret that was ever in the manifest, without its surroundings.
  const std::vector<std::string>& secrets() const { return secrets_; }
  const std::vector<std::string>& external_ids() const { return external_ids_; }

  static constexpr int kManagedIds = 3;  // wavefront_cloud_integration_aws_external_id.e0, e1, ...
  static constexpr const char* kRate = "service_refresh_rate_in_minutes";
  static constexpr const char* kIdType = "wavefront_cloud_integration_aws_external_id";
  // Two identical pairs; an unmanaged integration may equal the first one.
  static constexpr const char* kPairs[2][2] = {{"left0", "right0"}, {"left1", "right1"}};
  static bool is_pair(const std::string& label);

 private:
  void add(const std::string& label);
  base::Value fresh(const provider::Attribute& attribute);
  void edit(Wanted& wanted);

  Dice& dice_;
  std::vector<std::string> external_ids_;
  std::map<std::string, Wanted> wanted_;
  std::map<std::string, Wanted> gone_;
  std::set<std::string> back_;
  std::vector<std::string> secrets_;
  int made_ = 0;
};

}  // namespace waveform::test
