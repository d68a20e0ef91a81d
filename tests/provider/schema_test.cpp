#include "provider/schema.h"

#include <doctest/doctest.h>

#include "provider/services/catalog.h"

namespace waveform::provider {
TEST_CASE("types are found by name, services in any case") {
  auto catalog = services::catalog();
  CHECK(catalog.find("wavefront_cloud_integration_ec2")->service == "EC2");
  CHECK(catalog.find("ec2") == nullptr);
  CHECK(catalog.find_service("cloudTrail")->object == "cloudTrail");
  CHECK(catalog.find_service("") == nullptr);
  CHECK(catalog.find_service("ORACLE") == nullptr);
}

}  // namespace waveform::provider
