#include "planner/eval/provider_block.h"

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/convert.h"
#include "planner/hcl/evaluate.h"

namespace waveform::planner {

namespace {

// A scope that records which files are read.
class Watched final : public hcl::Scope, private hcl::Files {
 public:
  explicit Watched(const ModuleScope& scope) : scope_(scope) {}

  void check(const hcl::Traversal& traversal, base::Diags& diags) const override {
    scope_.check(traversal, diags);
  }
  hcl::Resolved resolve(const hcl::Traversal& traversal, base::Diags& diags) const override {
    return scope_.resolve(traversal, diags);
  }
  const hcl::Files& files() const override { return *this; }
  hcl::Budget* budget() const override { return scope_.budget(); }
  const std::set<std::string>& names() const { return names_; }

 private:
  base::Result<hcl::FileText> read(const std::string& path) const override {
    names_.insert(path);
    return scope_.files().read(path);
  }
  base::Result<bool> exists(const std::string& path) const override { return scope_.files().exists(path); }
  base::Result<std::vector<std::string>> list(const std::string& directory) const override {
    return scope_.files().list(directory);
  }

  const ModuleScope& scope_;
  mutable std::set<std::string> names_;
};

// NAME of var.NAME; in JSON of the template "${var.NAME}". "" for everything else.
std::string variable_named_by(const hcl::Expr& expr) {
  if (const auto* text = std::get_if<hcl::Template>(&expr.node))
    return text->parts.size() == 1 ? variable_named_by(*text->parts.front()) : "";
  const auto* traversal = std::get_if<hcl::Traversal>(&expr.node);
  if (traversal == nullptr || traversal->steps.size() != 2) return "";
  const auto* root = std::get_if<std::string>(&traversal->steps[0].key);
  const auto* name = std::get_if<std::string>(&traversal->steps[1].key);
  return root != nullptr && name != nullptr && *root == "var" ? *name : "";
}

// Of those that the expression refers to.
std::vector<std::string> missing_variables(const Configuration& configuration, ProviderText text) {
  const hcl::Expr& expr = *((*configuration.config().provider).*text.expr);
  std::vector<std::string> missing;
  for (const auto& name : configuration.references->variables_of(expr)) {
    const auto found = configuration.scope->variables().find(name);
    if (found != configuration.scope->variables().end() && found->second.value.is_unknown())
      missing.push_back(name);
  }
  return missing;
}

}  // namespace

base::Value provider_value(const Configuration& configuration, ProviderText text, base::Diags& diags,
                           std::set<std::string>* files) {
  const auto& config = configuration.config();
  const hcl::Expr* expr = config.provider ? *config.provider.*text.expr : nullptr;
  if (expr == nullptr) return {};
  if (!configuration.references->resources_of(*expr).empty()) {
    diags.error(expr->range, fmt::format("{} must be known before the service is called", text.name),
                "It can only refer to variables and locals.");
    return base::Value::unknown();
  }
  std::size_t before = diags.list().size();
  auto read_before = configuration.files.paths();
  Watched scope(*configuration.scope);
  auto value = hcl::evaluate(*expr, scope, diags);
  if (files != nullptr) {
    *files = scope.names();
    // And those that a local read.
    for (const auto& file : configuration.files.paths()) {
      if (!read_before.contains(file)) files->insert(file);
    }
  }
  auto converted = hcl::convert(value, hcl::Type::Kind::String);
  if (converted) return converted->value;
  if (diags.list().size() == before) {
    diags.error(expr->range, fmt::format("{} must be a string", text.name),
                fmt::format("This is {}.", hcl::a_kind(value)));
  }
  return base::Value::unknown();
}

bool is_users_own(const Configuration& configuration, ProviderText text) {
  const auto& config = configuration.config();
  const hcl::Expr* expr = config.provider ? *config.provider.*text.expr : nullptr;
  const std::string name = expr == nullptr ? "" : variable_named_by(*expr);
  const auto given = configuration.given_by_user.find(name);
  const auto value = configuration.scope->variables().find(name);
  if (given == configuration.given_by_user.end() || value == configuration.scope->variables().end())
    return false;
  return value->second.value.is_string() && value->second.value.as_string() == given->second;
}

bool is_sensitive(const Configuration& configuration, ProviderText text) {
  base::Diags told_elsewhere;
  return provider_value(configuration, text, told_elsewhere).is_sensitive();
}

base::Result<std::string> provider_text(const Configuration* configuration, ProviderText text,
                                        std::set<std::string>* files) {
  if (configuration == nullptr) return std::string();
  base::Diags diags;
  auto value = provider_value(*configuration, text, diags, files);
  if (value.is_null()) return std::string();
  if (value.is_string()) return value.as_string();
  if (const auto missing = missing_variables(*configuration, text); !missing.empty())
    return base::fail(
        base::ErrorKind::Invalid,
        fmt::format("{} in provider \"wavefront\" needs a value for {}", text.name, base::enumerate(missing)),
        fmt::format("Set it with TF_VAR_{0}, -var {0}=… or -var-file FILE.", missing.front()));
  return base::fail(base::ErrorKind::Invalid,
                    fmt::format("{} in provider \"wavefront\" is not a known string", text.name),
                    "`waveform validate` shows the error. It can only refer to variables and locals.");
}

void check_provider_block(const Configuration& configuration, base::Diags& diags) {
  for (auto text : {kAddress, kToken, kHttpProxy}) provider_value(configuration, text, diags);
}

}  // namespace waveform::planner
