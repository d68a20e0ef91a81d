// Checks of single strings, by their meaning.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "provider/checks/finder.h"

namespace waveform::provider::checks {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kRoleName =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_+=,.@-";
constexpr const char* kTrim = "Remove it. If it comes from a file, use trimspace(file(\"...\")).";

bool is_all_of(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

std::string nearest_hint(const std::string& text, std::span<const std::string_view> known) {
  return base::did_you_mean(text, std::vector<std::string>(known.begin(), known.end()));
}

// The problem of a string with white space at an end; "" if there is none. A byte order mark and zero-width
// characters count as white space.
std::string edges_of(std::string_view text) {
  constexpr std::string_view kSpaces[] = {" ",      "\t",     "\r",     "\n",     "\v",
                                          "\f",     "\u0085", "\u00a0", "\u200b", "\u2028",
                                          "\u2029", "\u202f", "\u3000", "\ufeff"};
  const auto found = [&](auto is_there) {
    return std::find_if(std::begin(kSpaces), std::end(kSpaces), is_there);
  };
  const auto* first = found([&](std::string_view space) { return text.starts_with(space); });
  const auto* last = found([&](std::string_view space) { return text.ends_with(space); });
  const auto name_of = [](std::string_view space) {
    return space == "\n" || space == "\r" ? "a line break"
           : space == "\ufeff"            ? "a byte order mark"
                                          : "white space";
  };
  if (last != std::end(kSpaces)) return fmt::format("ends with {}", name_of(*last));
  if (first != std::end(kSpaces)) return fmt::format("begins with {}", name_of(*first));
  return "";
}

void check_role_arn(const std::string& text, const Report& report) {
  constexpr const char* kForm = "arn:aws:iam::ACCOUNT:role/NAME";
  if (auto edges = edges_of(text); !edges.empty()) {
    return report(general({"role-arn", std::move(edges), fmt::format("It has the form {}.", kForm), kTrim}));
  }
  const auto parts = base::split(text, ':');
  if (parts.size() != 6 || parts[0] != "arn" || !parts[1].starts_with("aws") || parts[2] != "iam" ||
      !parts[3].empty()) {
    return report(
        general({"role-arn", "is not the ARN of an IAM role", fmt::format("It has the form {}.", kForm)}));
  }
  if (parts[4].size() != 12 || !is_all_of(parts[4], kDigits)) {
    const bool is_short = !parts[4].empty() && parts[4].size() < 12 && is_all_of(parts[4], kDigits);
    report(general(
        {"role-arn", "has an invalid account id", "The AWS account id before \":role/\" must have 12 digits.",
         is_short ? "If it comes from a number, quote the number: it loses its leading zeros otherwise."
                  : ""}));
  }
  const auto slash = parts[5].rfind('/');
  if (!parts[5].starts_with("role/") || slash + 1 == parts[5].size()) {
    report(general({"role-arn", "is not the ARN of an IAM role", "It must end in role/NAME."}));
  } else if (!is_all_of(parts[5].substr(slash + 1), kRoleName) ||
             std::any_of(parts[5].begin(), parts[5].end(), [](char c) { return c < '!' || c > '~'; })) {
    report(general({"role-arn", "has a role name that AWS does not allow",
                    "It may have letters, digits and _ + = , . @ -; a path before it may have visible ASCII "
                    "characters."}));
  }
}

void check_external_id(const std::string& text, const Report& report) {
  const bool fits =
      text.size() >= 2 && text.size() <= 1224 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 ||
               std::string_view("_+=,.@:/-").find(static_cast<char>(c)) != std::string_view::npos;
      });
  if (fits) return;
  report(general({"external-id-form", "cannot be an external id",
                  "An external id has 2 to 1224 letters, digits and _ + = , . @ : / -.",
                  "Check for a line break or quotation marks around it."}));
}

void check_namespace(const std::string& text, const Report& report) {
  constexpr std::string_view kOwner = "AWS/";
  constexpr std::size_t kTooShortToGuess = 10;
  const auto known = aws_namespaces();
  if (std::find(known.begin(), known.end(), text) != known.end()) return;
  const std::string meant = base::lower(base::trim_spaces(text));
  const auto same = std::find_if(known.begin(), known.end(), [&](std::string_view name) {
    return base::lower(name) == meant ||
           (name.starts_with(kOwner) && base::lower(name.substr(kOwner.size())) == meant);
  });
  std::string hint = same == known.end() ? "" : fmt::format("Did you mean {}?", base::quote(*same));
  if (hint.empty() && text.starts_with(kOwner) && text.size() >= kTooShortToGuess)
    hint = nearest_hint(text, known);
  const bool is_misspelt = base::lower(text).starts_with("aws/") && !text.starts_with(kOwner);
  if (hint.empty() && !is_misspelt && text != kOwner) return;
  report({"namespace", fmt::format("has {}, which is not a known namespace", base::quote(text)),
          "A namespace of AWS begins with AWS/ and is case-sensitive; other names are custom namespaces.",
          hint});
}

void check_region(const std::string& text, const Report& report) {
  const auto known = aws_regions();
  if (std::find(known.begin(), known.end(), text) != known.end()) return;
  report({"region", fmt::format("is {}, which is not a known AWS region", base::quote(text)),
          "A region has the form us-west-2.", nearest_hint(text, known)});
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
void check_bucket(const std::string& text, const Report& report) {
  const auto is_edge = [](char c) {
    return kDigits.find(c) != kDigits.npos || kLower.find(c) != kLower.npos;
  };
  const auto parts = base::split(text, '.');
  const bool is_address = parts.size() == 4 && is_all_of(text, "0123456789.");
  const bool fits = text.size() >= 3 && text.size() <= 63 &&
                    is_all_of(text, std::string(kDigits) + std::string(kLower) + "-.") &&
                    is_edge(text.front()) && is_edge(text.back()) && text.find("..") == std::string::npos;
  if (fits && !is_address) return;
  const bool is_url = text.find("://") != std::string::npos || text.starts_with("arn:");
  report(general(
      {"bucket-name", "is not a valid S3 bucket name",
       "A name has 3 to 63 lower-case letters, digits, dots and hyphens, with a letter or a digit at both "
       "ends.",
       is_url ? "Use only the name, without s3:// or arn:aws:s3:::." : ""}));
}

void check_prefix(const std::string& text, const Report& report) {
  if (text.ends_with('/')) {
    report(general({"prefix-slash", "ends with a slash", "The service appends one.",
                    "Remove it: AWSLogs, not AWSLogs/."}));
  } else if (text.starts_with('/')) {
    report(general({"prefix-slash", "begins with a slash", "Keys of CloudTrail files do not begin with one.",
                    "Remove it: AWSLogs, not /AWSLogs."}));
  }
}

void check_tag_expression(const std::string& text, const Report& report) {
  for (const auto part : base::split(text, ',')) {
    const auto entry = base::trim(part);
    const auto sign = entry.find('=');
    if (sign != std::string_view::npos && sign > 0 && sign + 1 < entry.size()) continue;
    return report({"tag-expression", fmt::format("has {}, which is not key=value", base::quote(entry)),
                   "It must be a list such as env=prod, env=staging, team=shop, any of which may match.",
                   ""});
  }
}

void check_service_key(const std::string& text, const Report& report) {
  const auto parsed = base::parse_json(text);
  if (!parsed || !parsed->is_map()) {
    return report(general({"service-key", "is not the JSON key of a service account",
                           "Google provides the key as a file with one JSON object.",
                           "Use the file's contents: file(\"key.json\")."}));
  }
  for (const char* member : {"private_key", "client_email"}) {
    if (parsed->get(member).is_string()) continue;
    return report(
        general({"service-key", fmt::format("has no {}, so it is not the key of a service account", member),
                 "Google provides the key as a file with one JSON object."}));
  }
}

void check_url(const std::string& text, const Report& report) {
  if (text.starts_with("https://")) return;
  report(general(
      {"url", "is not an https address", "The service sends a token there.", "Use https://HOST/PATH."}));
}

struct Row {
  Meaning meaning;
  void (*check)(const std::string& text, const Report& report);
};
constexpr Row kRows[] = {
    {Meaning::JavaRegex, check_regex},
    {Meaning::MetricRegex, check_regex},
    {Meaning::RoleArn, check_role_arn},
    {Meaning::ExternalId, check_external_id},
    {Meaning::AwsNamespaces, check_namespace},
    {Meaning::AwsRegion, check_region},
    {Meaning::S3Bucket, check_bucket},
    {Meaning::S3Prefix, check_prefix},
    {Meaning::TagExpression, check_tag_expression},
    {Meaning::ServiceKey, check_service_key},
    {Meaning::Url, check_url},
};

}  // namespace

void check_white_space(Meaning meaning, const std::string& text, const Report& report) {
  // In a regular expression a space may be intended; JSON and PEM end with a line break.
  const bool may_be_meant = meaning == Meaning::ServiceKey || text.starts_with("-----BEGIN ");
  const bool is_regex = meaning == Meaning::JavaRegex || meaning == Meaning::MetricRegex;
  auto edges = may_be_meant ? std::string() : edges_of(text);
  if (edges.empty() || (is_regex && edges.ends_with("white space"))) return;
  const bool is_mark = edges.ends_with("byte order mark");
  report(general({"white-space", std::move(edges),
                  "It is sent unchanged, and becomes a part of the value in the service.",
                  is_mark ? "Save the source file without one." : kTrim}));
}

void check_string(Meaning meaning, const std::string& text, const Report& report) {
  for (const auto& row : kRows) {
    if (row.meaning == meaning && !text.empty()) row.check(text, report);
  }
}

}  // namespace waveform::provider::checks
