#include <algorithm>

#include "base/json.h"
#include "cmd/commands/commands.h"

namespace waveform::cmd::commands {

using base::Value;

namespace {

// The permissions that the service needs without ReadOnlyAccess. Source: the vendor's AWS pages.
constexpr const char* kActions[] = {"cloudwatch:GetMetric*",
                                    "cloudwatch:ListMetrics",
                                    "dynamodb:DescribeTable",
                                    "dynamodb:ListTables",
                                    "ec2:Describe*",
                                    "eks:Describe*",
                                    "eks:List*",
                                    "es:DescribeElasticsearchDomain",
                                    "es:ListDomainNames",
                                    "es:ListTags",
                                    "iam:ListAccountAliases",
                                    "rds:Describe*",
                                    "s3:Get*",
                                    "s3:List*",
                                    "sqs:GetQueue*",
                                    "sqs:ListQueue*",
                                    "support:DescribeTrustedAdvisorCheckResult",
                                    "support:DescribeTrustedAdvisorChecks",
                                    "support:RefreshTrustedAdvisorCheck"};

Value policy(Value::Map statement) {
  return Value(
      Value::Map{{"Version", "2012-10-17"}, {"Statement", Value::List{Value(std::move(statement))}}});
}

Value permissions() {
  return policy({{"Effect", "Allow"},
                 {"Action", Value::List(std::begin(kActions), std::end(kActions))},
                 {"Resource", "*"}});
}

Value trust(const std::string& account_id, const std::string& external_id) {
  return policy({{"Effect", "Allow"},
                 {"Principal", Value::Map{{"AWS", "arn:aws:iam::" + account_id + ":root"}}},
                 {"Action", "sts:AssumeRole"},
                 {"Condition", Value::Map{{"StringEquals", Value::Map{{"sts:ExternalId", external_id}}}}}});
}

// By the rules of AWS.
bool is_external_id(const std::string& text) {
  auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("+=,.@:/-_").find(c) != std::string_view::npos;
  };
  return text.size() >= 2 && std::all_of(text.begin(), text.end(), allowed);
}

int run_trust_policy(Session& session) {
  const auto& arguments = session.arguments();
  if (arguments.on("permissions")) {
    session.print(base::write_json(permissions(), 2) + "\n");
    return kDone;
  }
  std::string account_id = arguments.text("account-id");
  std::string external_id = arguments.text("external-id");
  bool is_account = account_id.size() == 12 && std::all_of(account_id.begin(), account_id.end(),
                                                           [](char c) { return c >= '0' && c <= '9'; });
  if (!is_account) {
    return session.misuse(
        "-account-id must be the 12 digits of the AWS account of the service",
        "The product shows it: Integrations, Amazon Web Services, Setup, How to get Role ARN.");
  }
  if (!external_id.empty() && !is_external_id(external_id)) {
    return session.misuse("-external-id is not a valid external id",
                          "It can have letters, digits and +=,.@:/-_; `waveform external-id create` creates "
                          "one, `waveform output` prints one that a manifest created.");
  }
  if (external_id.empty())
    return session.misuse("-external-id is needed", "Create one with `waveform external-id create`.");
  session.print(base::write_json(trust(account_id, external_id), 2) + "\n");
  return kDone;
}

}  // namespace

Command trust_policy() {
  return {
      "trust-policy",
      "trust-policy -account-id N -external-id X | -permissions",
      "Print the IAM policies that the role needs, as JSON.",
      "The trust policy allows the service's account to assume the role with the external id. The role also "
      "needs AWS's ReadOnlyAccess, or the policy that -permissions prints.",
      {{"account-id", FlagKind::Text, "N", "The AWS account of the service, from the product's setup page."},
       {"external-id", FlagKind::Text, "X", "The external id of the integration."},
       {"permissions", FlagKind::Switch, "", "Print the limited permission policy instead."}},
      0,
      run_trust_policy,
      {{"The role's trust policy",
        "waveform trust-policy -account-id=123456789012 -external-id=wave341a3452"},
       {"The limited permissions", "waveform trust-policy -permissions"}}};
}

}  // namespace waveform::cmd::commands
