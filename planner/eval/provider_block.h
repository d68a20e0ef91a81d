// The texts of the manifest's provider block: address, token, http_proxy.
#pragma once

#include <set>
#include <string>

#include "base/diag.h"
#include "base/result.h"
#include "base/value.h"
#include "planner/eval/configuration.h"

namespace waveform::planner {

struct ProviderText {
  const char* name;
  const hcl::Expr* ProviderBlock::*expr;
};
constexpr ProviderText kAddress = {"address", &ProviderBlock::address};
constexpr ProviderText kToken = {"token", &ProviderBlock::token};
constexpr ProviderText kHttpProxy = {"http_proxy", &ProviderBlock::http_proxy};

// A string, null when it is not given, or Unknown when it hangs on a variable without a value or is wrong.
// `files`: gets the files that were read for it.
base::Value provider_value(const Configuration& configuration, ProviderText text, base::Diags& diags,
                           std::set<std::string>* files = nullptr);

// The same for use: "" when it is not given, or when there is no manifest (null). ERRORS: Invalid.
base::Result<std::string> provider_text(const Configuration* configuration, ProviderText text,
                                        std::set<std::string>* files = nullptr);

// Whether the attribute is exactly var.NAME, and NAME has the value that the user gave it: then it is the
// user's own word. False when it is not given.
bool is_users_own(const Configuration& configuration, ProviderText text);
// Whether anything sensitive is in it.
bool is_sensitive(const Configuration& configuration, ProviderText text);

// Adds what is wrong with the block, as far as it is known without the service.
void check_provider_block(const Configuration& configuration, base::Diags& diags);

}  // namespace waveform::planner
