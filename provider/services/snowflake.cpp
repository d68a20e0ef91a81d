// Snowflake. No placeholders for its key and password are documented.
#include "provider/services/catalog.h"

namespace waveform::provider::services {

std::vector<ResourceType> snowflake() {
  return {integration("snowflake", "SNOWFLAKE", "snowflake", "Snowflake",
                      {
                          {.name = "account_id",
                           .wire = "accountID",
                           .required = true,
                           .collects = Collects::Account,
                           .documentation = "Account identifier."},
                          {.name = "user_name",
                           .wire = "userName",
                           .required = true,
                           .documentation = "User that the service authenticates as."},
                          unkept_secret("private_key", "privateKey", "Private key of that user."),
                          {.name = "password",
                           .wire = "password",
                           .secret = Secret{},
                           .documentation = "Password of that user, if any."},
                          {.name = "role", .wire = "role", .documentation = "Role for the queries."},
                          {.name = "warehouse",
                           .wire = "warehouse",
                           .collects = Collects::Share,
                           .documentation = "Warehouse for the queries."},
                          metric_filter_regex(),
                      })};
}

}  // namespace waveform::provider::services
