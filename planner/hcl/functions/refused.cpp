// The functions of Terraform that are not here, and why.
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
    {"Its result is another one in every run, so that no plan would ever be empty. Write the value itself, "
     "or "
     "pass it in as a variable.",
     {"bcrypt", "plantimestamp", "timestamp", "uuid"}},
    {"It depends on the machine and the user that it runs for, so that a plan made elsewhere would differ. "
     "Write "
     "the path from the folder where waveform runs.",
     {"abspath", "pathexpand"}},
    {"No field of a cloud integration holds a time. Write the time as a string.",
     {"formatdate", "timeadd", "timecmp"}},
    {"No field of a cloud integration holds the address of a network. Write the address as a string.",
     {"cidrcontains", "cidrhost", "cidrnetmask", "cidrsubnet", "cidrsubnets"}},
    {"A hash of a file is for noticing that the file has changed, and a plan shows changes itself. Where a "
     "hash "
     "is needed, write sha256(file(path)).",
     {"filebase64sha256", "filebase64sha512", "filemd5", "filesha1", "filesha256", "filesha512"}},
    {"A private key does not belong into a manifest. Decrypt the secret elsewhere and pass it in as a "
     "sensitive "
     "variable.",
     {"rsadecrypt"}},
    {"No field of a cloud integration holds compressed data.", {"base64gunzip", "base64gzip"}},
    {"No field of a cloud integration needs an id that is made from a name. Write the id as a string.",
     {"uuidv5"}},
    {"There are no ephemeral values. What must not be shown is marked with sensitive().",
     {"ephemeralasnull"}},
    {"A template stands in the manifest itself, as \"${...}\", or in a file of its own, for templatefile().",
     {"templatestring"}},
    {"It is no longer in Terraform either. Write [a, b] and { a = b }, or tolist() and tomap().",
     {"list", "map"}},
};

constexpr std::string_view kProvided = "There are no providers that could bring functions of their own.";

}  // namespace

std::string_view why_refused(std::string_view function) {
  if (function.starts_with("provider::")) return kProvided;
  for (const Refused& refused : kRefused) {
    const auto& names = refused.names;
    if (!function.empty() && std::find(names.begin(), names.end(), function) != names.end())
      return refused.reason;
  }
  return {};
}

}  // namespace waveform::hcl
