// The strings of the provider block: address, token, http_proxy.
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

// A string, null when it is not set, or Unknown when it depends on a variable without a value or is wrong.
// `files`: receives the files that were read for it.
base::Value provider_value(const Configuration& configuration, ProviderText text, base::Diags& diags,
                           std::set<std::string>* files = nullptr);

// The same for use: "" when it is not set, or without a manifest (null). ERRORS: Invalid.
base::Result<std::string> provider_text(const Configuration* configuration, ProviderText text,
                                        std::set<std::string>* files = nullptr);

// Whether the attribute is exactly var.NAME, and the user set NAME to its value. False when it is not set.
bool is_users_own(const Configuration& configuration, ProviderText text);
// Whether it contains a sensitive value.
bool is_sensitive(const Configuration& configuration, ProviderText text);

// Adds errors of the block that are known without the service.
void check_provider_block(const Configuration& configuration, base::Diags& diags);

}  // namespace waveform::planner
