// The texts of the manifest's provider block: address, token, http_proxy.
#pragma once

#include <set>
#include <string>

#include "base/diag.h"
#include "base/result.h"
#include "base/value.h"
#include "cmd/workspace.h"

namespace waveform::cmd {

struct ProviderText {
  const char* name;
  const hcl::Expr* planner::ProviderBlock::*expr;
};
constexpr ProviderText kAddress = {"address", &planner::ProviderBlock::address};
constexpr ProviderText kToken = {"token", &planner::ProviderBlock::token};
constexpr ProviderText kHttpProxy = {"http_proxy", &planner::ProviderBlock::http_proxy};

// A string, null when it is not given, or Unknown when it hangs on a variable without a value or is wrong.
// `files`: gets the files that were read for it.
base::Value provider_value(const Workspace& workspace, ProviderText text, base::Diags& diags,
                           std::set<std::string>* files = nullptr);

// The same for use: "" when it is not given, or when there is no manifest (null). ERRORS: Invalid.
base::Result<std::string> provider_text(const Workspace* workspace, ProviderText text,
                                        std::set<std::string>* files = nullptr);

// Whether the attribute is exactly var.NAME, and NAME has the value that the user gave it: then it is the
// user's own word. False when it is not given.
bool is_users_own(const Workspace& workspace, ProviderText text);
// Whether anything sensitive is in it.
bool is_sensitive(const Workspace& workspace, ProviderText text);

}  // namespace waveform::cmd
