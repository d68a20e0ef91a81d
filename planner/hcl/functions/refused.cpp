// Unsupported functions of Terraform, and why.
#include <algorithm>
#include <array>

#include "planner/hcl/function.h"

namespace waveform::hcl {

namespace {

struct Refused {
  std::string_view reason;
  std::array<std::string_view, 8> names;
};

constexpr Refused kRefused[] = {
    {"Its result differs in every run, so a plan would never be empty. Write the value itself, or pass it in "
     "as a variable.",
     {"bcrypt", "plantimestamp", "timestamp", "uuid"}},
    {"It depends on the machine and the user, so a plan made elsewhere would differ. "
     "Write "
     "the path from the directory where waveform runs.",
     {"abspath", "pathexpand"}},
    {"No attribute of a cloud integration is a time. Write the time as a string.",
     {"formatdate", "timeadd", "timecmp"}},
    {"No attribute of a cloud integration is a network address. Write the address as a string.",
     {"cidrcontains", "cidrhost", "cidrnetmask", "cidrsubnet", "cidrsubnets"}},
    {"The hash of a file is for detecting changes, which a plan shows itself. Where a "
     "hash "
     "is needed, write sha256(file(path)).",
     {"filebase64sha256", "filebase64sha512", "filemd5", "filesha1", "filesha256", "filesha512"}},
    {"A manifest must not contain a private key. Decrypt the secret elsewhere and pass it in as a "
     "sensitive "
     "variable.",
     {"rsadecrypt"}},
    {"No attribute of a cloud integration is compressed.", {"base64gunzip", "base64gzip"}},
    {"No attribute of a cloud integration needs an id made from a name. Write the id as a string.",
     {"uuidv5"}},
    {"Ephemeral values are not supported. Use sensitive() to hide a value.", {"ephemeralasnull"}},
    {"Write the template as \"${...}\" in the manifest, or in a separate file for templatefile().",
     {"templatestring"}},
    {"Terraform has removed it as well. Write [a, b] and { a = b }, or tolist() and tomap().",
     {"list", "map"}},
};

constexpr std::string_view kProvided = "Providers with functions are not supported.";

}  // namespace

std::string_view why_refused(std::string_view function) {
  if (function.find("::") != std::string_view::npos) return kProvided;
  for (const Refused& refused : kRefused) {
    const auto& names = refused.names;
    if (!function.empty() && std::find(names.begin(), names.end(), function) != names.end())
      return refused.reason;
  }
  return {};
}

}  // namespace waveform::hcl
