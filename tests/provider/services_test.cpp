#include <set>

#include <doctest/doctest.h>

#include "provider/services/catalog.h"

namespace waveform::provider {
namespace {

using Names = std::set<std::string>;

}  // namespace

TEST_CASE("names and wire paths are unique, within a type and among them") {
  auto catalog = services::catalog();
  Names types, services;
  for (const auto& type : catalog.types) {
    INFO(type.name);
    CHECK(types.insert(type.name).second);
    CHECK((type.service.empty() || services.insert(type.service).second));
    Names names, wires;
    for (const auto& attribute : type.attributes) {
      INFO(attribute.name);
      CHECK(names.insert(attribute.name).second);
      CHECK((attribute.wire.empty() || wires.insert(attribute.wire).second));
      CHECK(attribute.documentation.ends_with('.'));
    }
    // No path is a part of another: an object cannot also be a string.
    for (const auto& a : wires) {
      for (const auto& b : wires) CHECK(!b.starts_with(a + "."));
    }
  }
}

TEST_CASE("the facts of an attribute make sense together") {
  for (const auto& type : services::catalog().types) {
    for (const auto& attribute : type.attributes) {
      INFO(type.name, ".", attribute.name);
      CHECK(!(attribute.role != Role::Setting && attribute.secret));
      CHECK(!(attribute.required && (attribute.is_computed() || attribute.fallback.is_sent)));
      CHECK((!attribute.refuses_others || !attribute.allowed.empty()));
      CHECK((attribute.type == Type::ObjectList) == !attribute.members.empty());
      CHECK((attribute.sent_with().empty() || type.find(attribute.sent_with()) != nullptr));
      bool common = attribute.wire.find('.') == std::string::npos;
      CHECK((common || attribute.wire.starts_with(type.object + ".")));
    }
  }
}

TEST_CASE("an external id has an id and nothing else") {
  auto catalog = services::catalog();
  const auto& type = *catalog.find("wavefront_cloud_integration_aws_external_id");
  CHECK(type.is_external_id);
  REQUIRE(type.attributes.size() == 1);
  CHECK(type.attributes[0].name == "id");
  CHECK(type.attributes[0].role == Role::ExternalId);
}

}  // namespace waveform::provider
