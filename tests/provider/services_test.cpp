#include <set>

#include <doctest/doctest.h>

#include "provider/services/catalog.h"

namespace waveform::provider {
namespace {

// The names of attributes without the common ones.
std::set<std::string> own_names(const ResourceType& type) {
  std::set<std::string> names;
  for (const auto& attribute : type.attributes) names.insert(attribute.name);
  for (const auto& attribute : services::common_attributes()) names.erase(attribute.name);
  return names;
}

std::set<std::string> flagged(const ResourceType& type, bool Attribute::*flag) {
  std::set<std::string> names;
  for (const auto& attribute : type.attributes) {
    if (attribute.*flag) names.insert(attribute.name);
  }
  return names;
}

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

TEST_CASE("flags are consistent") {
  for (const auto& type : services::catalog().types) {
    for (const auto& attribute : type.attributes) {
      INFO(type.name, ".", attribute.name);
      CHECK(!(attribute.computed && (attribute.required || attribute.secret || attribute.write_only)));
      CHECK(!(attribute.counter && !attribute.computed));
      CHECK(!(attribute.required && !attribute.create_default.is_null()));
      CHECK((attribute.secret || (!attribute.resend && attribute.kept_by.empty())));
      CHECK((!attribute.refuses_others || !attribute.allowed.empty()));
      CHECK((attribute.type == Type::ObjectList) == !attribute.members.empty());
      CHECK((attribute.resend_with.empty() || type.find(attribute.resend_with) != nullptr));
      bool common = attribute.wire.find('.') == std::string::npos;
      CHECK((common || attribute.wire.starts_with(type.object + ".")));
    }
  }
}

TEST_CASE("every integration has what the documentation lists") {
  Names names;
  for (const auto& attribute : services::common_attributes()) names.insert(attribute.name);
  CHECK(names == Names{"name", "service", "service_refresh_rate_in_minutes", "additional_tags", "force_save",
                       "reuse_external_id_credential", "enabled", "id", "creator_id", "updater_id",
                       "created_epoch_millis", "updated_epoch_millis", "last_error",
                       "last_error_epoch_millis", "last_metric_count", "last_processing_epoch_millis",
                       "last_received_data_point_epoch_millis", "in_trash"});
}

TEST_CASE("CloudWatch, CloudTrail and EC2 have what the documentation lists") {
  auto catalog = services::catalog();
  const auto& watch = *catalog.find_service("CLOUDWATCH");
  CHECK(own_names(watch) == Names{"role_arn", "external_id", "namespaces", "metric_filter_regex",
                                  "point_tag_filter_regex", "instance_selection_tags",
                                  "volume_selection_tags", "s3_bucket_name_filter_regex",
                                  "instance_selection_tags_expr", "volume_selection_tags_expr",
                                  "thread_distribution_in_minutes"});
  CHECK(flagged(watch, &Attribute::required) == Names{"name", "role_arn"});
  const auto& trail = *catalog.find_service("CLOUDTRAIL");
  CHECK(own_names(trail) ==
        Names{"role_arn", "external_id", "region", "bucket_name", "prefix", "filter_rule"});
  CHECK(flagged(trail, &Attribute::required) == Names{"name", "role_arn", "region", "bucket_name"});
  const auto& ec2 = *catalog.find_service("EC2");
  CHECK(own_names(ec2) == Names{"role_arn", "external_id", "hostname_tags", "instance_selection_tags_expr",
                                "volume_selection_tags_expr", "metric_filter_regex", "point_tag_filter_regex",
                                "custom_namespaces"});
  CHECK(ec2.find("hostname_tags")->wire == "ec2.hostNameTags");
  CHECK(ec2.find("hostname_tags")->type == Type::StringSet);
  CHECK(watch.find("namespaces")->type == Type::StringList);
  for (const auto* type : {&watch, &trail, &ec2}) {
    CHECK(flagged(*type, &Attribute::secret) == Names{"external_id"});
    CHECK(flagged(*type, &Attribute::needed_to_create) == Names{"external_id"});
    CHECK(flagged(*type, &Attribute::write_only) == Names{"force_save", "reuse_external_id_credential"});
    CHECK(type->find("external_id")->resend_with == "role_arn");
    CHECK(type->find("role_arn")->wire == type->object + ".baseCredentials.roleArn");
  }
}

TEST_CASE("the services beyond AWS have what the documentation lists") {
  struct Row {
    const char* service;
    const char* type;
    const char* object;
    Names own;
    Names required;
    Names secret;
  };
  for (const auto& [service, name, object, names, required, secret] : std::initializer_list<Row>{
           {"GCP",
            "gcp",
            "gcp",
            {"project_id", "json_key", "categories", "metric_filter_regex", "custom_metric_prefix",
             "disable_delta_counts", "disable_histogram", "disable_histogram_to_metric_conversion",
             "histogram_grouping_function"},
            {"name", "project_id", "json_key"},
            {"json_key"}},
           {"GCPBILLING",
            "gcp_billing",
            "gcpBilling",
            {"project_id", "api_key", "json_key"},
            {"name", "project_id", "api_key", "json_key"},
            {"api_key", "json_key"}},
           {"AZURE",
            "azure",
            "azure",
            {"client_id", "client_secret", "tenant", "category_filter", "resource_group_filter",
             "metric_filter_regex"},
            {"name", "client_id", "client_secret", "tenant"},
            {"client_secret"}},
           {"AZUREACTIVITYLOG",
            "azure_activity_log",
            "azureActivityLog",
            {"client_id", "client_secret", "tenant", "category_filter"},
            {"name", "client_id", "client_secret", "tenant"},
            {"client_secret"}},
           {"NEWRELIC",
            "newrelic",
            "newRelic",
            {"api_key", "app_filter_regex", "host_filter_regex", "metric_filter"},
            {"name", "api_key"},
            {"api_key"}},
           {"APPDYNAMICS",
            "app_dynamics",
            "appDynamics",
            {"user_name", "controller_name", "encrypted_password", "enable_rollup", "enable_error_metrics",
             "enable_business_trx_metrics", "enable_backend_metrics", "enable_overall_perf_metrics",
             "enable_individual_node_metrics", "enable_app_infra_metrics", "enable_service_endpoint_metrics",
             "app_filter_regex"},
            {"name", "user_name", "controller_name", "encrypted_password"},
            {"encrypted_password"}},
           {"VROPS",
            "vrops",
            "vrops",
            {"vrops_api_token", "base_url", "organization_id", "adapter_names", "categories",
             "metric_filter_regex"},
            {"name", "vrops_api_token"},
            {"vrops_api_token"}},
           {"SNOWFLAKE",
            "snowflake",
            "snowflake",
            {"account_id", "user_name", "private_key", "password", "role", "warehouse",
             "metric_filter_regex"},
            {"name", "account_id", "user_name", "private_key"},
            {"private_key", "password"}},
           {"DYNATRACE",
            "dynatrace",
            "dynatrace",
            {"dynatrace_api_token", "environment_id", "metric_filter_regex"},
            {"name", "dynatrace_api_token"},
            {"dynatrace_api_token"}},
       }) {
    INFO(service);
    const auto* type = services::catalog().find_service(service);
    REQUIRE(type != nullptr);
    CHECK(type->name == std::string("wavefront_cloud_integration_") + name);
    CHECK(type->object == object);
    CHECK(own_names(*type) == names);
    CHECK(flagged(*type, &Attribute::required) == required);
    CHECK(flagged(*type, &Attribute::secret) == secret);
    CHECK(flagged(*type, &Attribute::needed_to_create).empty());
  }
}

TEST_CASE("wire names that are not the attribute's own, and defaults") {
  const auto& catalog = services::catalog();
  const auto& gcp = *catalog.find_service("GCP");
  CHECK(gcp.find("json_key")->wire == "gcp.gcpJsonKey");
  CHECK(gcp.find("categories")->wire == "gcp.categoriesToFetch");
  CHECK(gcp.find("categories")->type == Type::StringSet);
  CHECK(gcp.find("custom_metric_prefix")->type == Type::StringList);
  CHECK(catalog.find_service("GCPBILLING")->find("api_key")->wire == "gcpBilling.gcpApiKey");
  CHECK(catalog.find_service("AZURE")->find("tenant")->wire == "azure.baseCredentials.tenant");
  CHECK(catalog.find_service("AZURE")->find("category_filter")->type == Type::StringSet);
  const auto& dynamics = *catalog.find_service("APPDYNAMICS");
  for (const auto& attribute : dynamics.attributes) {
    if (!attribute.name.starts_with("enable_")) continue;
    INFO(attribute.name);
    CHECK(attribute.create_default == base::Value(attribute.name == "enable_rollup"));
  }
}

TEST_CASE("an external id has an id and nothing else") {
  auto catalog = services::catalog();
  const auto& type = *catalog.find("wavefront_cloud_integration_aws_external_id");
  CHECK(type.lifecycle == Lifecycle::ExternalId);
  REQUIRE(type.attributes.size() == 1);
  CHECK(type.attributes[0].name == "id");
  CHECK(type.attributes[0].masked);
  CHECK(type.attributes[0].computed);
}

}  // namespace waveform::provider
