// Snowflake. No placeholder for its key or its password is documented.
#include "provider/services/catalog.h"

namespace waveform::provider::services {

ResourceType snowflake() {
  return integration("snowflake", "SNOWFLAKE", "snowflake", "Snowflake",
                     {
                         {.name = "account_id",
                          .wire = "accountID",
                          .required = true,
                          .account = true,
                          .documentation = "Account identifier."},
                         {.name = "user_name",
                          .wire = "userName",
                          .required = true,
                          .documentation = "User that the service logs on as."},
                         {.name = "private_key",
                          .wire = "privateKey",
                          .required = true,
                          .secret = true,
                          .resend = true,
                          .documentation = "Private key of that user."},
                         {.name = "password",
                          .wire = "password",
                          .secret = true,
                          .resend = true,
                          .documentation = "Password, when there is one."},
                         {.name = "role", .wire = "role", .documentation = "Role that the queries run with."},
                         {.name = "warehouse",
                          .wire = "warehouse",
                          .divides = true,
                          .documentation = "Warehouse that the queries run in."},
                         metric_filter_regex(),
                     });
}

}  // namespace waveform::provider::services
