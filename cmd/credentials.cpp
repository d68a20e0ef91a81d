#include "cmd/credentials.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "base/file.h"
#include "base/http/url.h"
#include "base/text.h"
#include "cmd/profiles.h"
#include "cmd/service_address.h"
#include "planner/eval/provider_block.h"
#include "provider/csp.h"

namespace waveform::cmd {

using base::ErrorKind;
using base::Result;

namespace {

// The values of one source; empty when it has none.
struct Credentials {
  std::string address;
  std::optional<Token> token;
  std::string address_from = {};  // for messages about it
  bool is_profile = false;        // its token belongs to its address, if it has one
  bool is_users = true;           // the user set the address, not the manifest
};

std::optional<Token> token_of(const std::string& text, const std::string& hint) {
  return text.empty() ? std::nullopt : std::optional(Token{text, hint});
}

std::string variable(Session& session, const char* name) {
  return session.process().environment.get(name).value_or("");
}

void warn_of_readers(Session& session, const std::string& file) {
  std::error_code error;
  auto mode = static_cast<unsigned>(std::filesystem::status(file, error).permissions());
  if (error || (mode & 077) == 0) return;
  base::Diags diags;
  diags.warning({},
                fmt::format("{} contains a token, and other users can read it (mode {:04o})",
                            base::printable(file), mode & 07777),
                "", fmt::format("`chmod 600 {}`", base::printable(file)));
  session.show(diags);
}

// A host has a dot; a token on the wrong line does not, and must not be printed or resolved as a name.
bool is_address(const std::string& endpoint) {
  return (endpoint == "localhost" || endpoint.find_first_of(".:") != std::string::npos) &&
         http::normalise_address(endpoint);
}

Result<Credentials> given_by(Session& session, const Profile& profile, const std::string& name,
                             const std::string& file) {
  const std::string where = fmt::format("[{}] of {}", base::printable(name), base::printable(file));
  if (!profile.endpoint.empty() && !is_address(profile.endpoint)) {
    return base::fail(
        ErrorKind::Invalid, fmt::format("endpoint in {} is not the address of a service", where),
        "Use a host such as example.wavefront.com, with https. The value is not shown: it might be a token.");
  }
  if (!profile.token.empty()) warn_of_readers(session, file);
  return Credentials{profile.endpoint,
                     token_of(profile.token, "put a valid API token of this cluster into " + where), where,
                     true};
}

// The profiles of the file; empty when the file or HOME does not exist.
struct ProfileFile {
  std::string name;
  std::optional<Profiles> profiles;
};
Result<ProfileFile> read_profiles(Session& session) {
  std::string home = variable(session, "HOME");
  if (home.empty()) return ProfileFile{"~/.wavefront", {}};
  ProfileFile file{(base::Path(home) / ".wavefront").string(), {}};
  constexpr std::size_t kLargest = 1u << 20;
  auto text = base::read_file(file.name, kLargest);
  if (!text && text.error().kind == ErrorKind::NotFound) return file;
  if (!text) return base::fail(text.error());
  auto profiles = parse_profiles(*text, file.name);
  if (!profiles) return base::fail(profiles.error());
  file.profiles = *std::move(profiles);
  return file;
}

Result<Credentials> named_profile(Session& session, const Project*) {
  if (!session.arguments().has("profile")) return Credentials{};
  const std::string name = session.arguments().text("profile");
  auto file = read_profiles(session);
  if (!file) return base::fail(file.error());
  const std::string where = base::printable(file->name);
  if (!file->profiles) {
    return base::fail(ErrorKind::NotFound, fmt::format("-profile: there is no file {}", where),
                      variable(session, "HOME").empty() ? "HOME is not set" : "see docs/authentication.md");
  }
  auto found = file->profiles->find(name);
  if (found == file->profiles->end()) {
    std::vector<std::string> names;
    for (const auto& [known, profile] : *file->profiles) names.push_back(base::printable(known));
    std::string near = base::did_you_mean(name, names);
    return base::fail(
        ErrorKind::NotFound, fmt::format("there is no profile {} in {}", base::quote(name), where),
        near + (near.empty() ? "" : " ") +
            (names.empty() ? "It has no profiles." : fmt::format("It has {}.", base::enumerate(names))));
  }
  if (found->second.endpoint.empty() && found->second.token.empty()) {
    return base::fail(ErrorKind::Invalid, fmt::format("the profile {} in {} has neither endpoint nor token",
                                                      base::quote(name), where));
  }
  return given_by(session, found->second, name, file->name);
}

Result<Credentials> default_profile(Session& session, const Project*) {
  auto file = read_profiles(session);
  if (!file) return base::fail(file.error());
  if (!file->profiles || !file->profiles->contains("default")) return Credentials{};
  return given_by(session, file->profiles->at("default"), "default", file->name);
}

constexpr const char* kInBlock = "address in provider \"wavefront\"";

// An invalid address can be a secret, and a sensitive one can contain one: neither is shown or resolved.
Result<Credentials> block_address(Session&, const Project* project) {
  auto address = planner::provider_text(configuration_of(project), planner::kAddress);
  if (!address) return base::fail(address.error());
  if (address->empty()) return Credentials{};
  const bool is_users = planner::is_users_own(*project->configuration, planner::kAddress);
  if (!is_address(*address) ||
      (!is_users && planner::is_sensitive(*project->configuration, planner::kAddress))) {
    return base::fail(ErrorKind::Invalid,
                      std::string(kInBlock) + " is not the address of a service, or is sensitive",
                      "Use a host such as example.wavefront.com, with https, that is not sensitive. The "
                      "value is not shown.");
  }
  Credentials given{*address, {}, kInBlock};
  given.is_users = is_users;
  return given;
}

Result<Credentials> block_token(Session& session, const Project* project) {
  auto token = planner::provider_text(configuration_of(project), planner::kToken);
  if (!token) return base::fail(token.error());
  if (project != nullptr) {
    for (const auto& file : project->token_files) warn_of_readers(session, file);
  }
  return Credentials{
      "", token_of(*token, "give provider \"wavefront\" a valid API token of this cluster as its token")};
}

Result<Credentials> environment(Session& session, const Project*) {
  return Credentials{variable(session, "WAVEFRONT_ADDRESS"),
                     token_of(variable(session, "WAVEFRONT_TOKEN"),
                              "set WAVEFRONT_TOKEN to a valid API token of this cluster"),
                     "WAVEFRONT_ADDRESS"};
}

struct CspVariable {
  const char* name;
  std::string provider::CspOptions::*option;
};
constexpr CspVariable kCspVariables[] = {{"CSP_API_TOKEN", &provider::CspOptions::api_token},
                                         {"CSP_APP_ID", &provider::CspOptions::app_id},
                                         {"CSP_APP_SECRET", &provider::CspOptions::app_secret},
                                         {"CSP_ORG_ID", &provider::CspOptions::org_id}};

// CSP would refuse such a value with a message that cannot be shown.
Result<void> check_characters(const std::string& name, const std::string& value) {
  bool fits = std::none_of(value.begin(), value.end(), [](unsigned char c) { return c <= ' ' || c == 0x7F; });
  // A colon would end the name in the header.
  if (name == "CSP_APP_ID" && value.find(':') != std::string::npos) fits = false;
  if (fits) return {};
  return base::fail(ErrorKind::Invalid, name + " contains a space, a line break or another invalid character",
                    "Set it again, without quotes and line breaks.");
}

Result<Credentials> csp(Session& session, const Project*) {
  provider::CspOptions options;
  for (const auto& [name, option] : kCspVariables) {
    options.*option = variable(session, name);
    if (auto fits = check_characters(name, options.*option); !fits) return base::fail(fits.error());
  }
  bool app = !options.app_id.empty() || !options.app_secret.empty();
  if (options.api_token.empty() && !app) return Credentials{};
  if (!options.api_token.empty() && app) {
    return base::fail(ErrorKind::Invalid, "CSP_API_TOKEN is set, and CSP_APP_ID or CSP_APP_SECRET too",
                      "Set either the first, or the other two.");
  }
  if (app && (options.app_id.empty() || options.app_secret.empty())) {
    bool no_id = options.app_id.empty();
    return base::fail(ErrorKind::Invalid,
                      fmt::format("{} is set, {} is not", no_id ? "CSP_APP_SECRET" : "CSP_APP_ID",
                                  no_id ? "CSP_APP_ID" : "CSP_APP_SECRET"),
                      "An OAuth app needs both.");
  }
  if (std::string base_url = variable(session, "CSP_BASE_URL"); !base_url.empty()) {
    auto address = http::normalise_address(base_url);
    if (!address) return base::fail(address.error(), "CSP_BASE_URL");
    options.address = *std::move(address);
  }
  return Credentials{"", Token{"",
                               "The token is from VMware Cloud Services: check that this cluster is in that "
                               "organization and that the account has a role in it",
                               std::move(options)}};
}

// In the order of precedence. `always`: also when earlier sources have set everything.
struct Source {
  Result<Credentials> (*read)(Session&, const Project*);
  bool always = false;
};
constexpr Source kSources[] = {{named_profile}, {block_address, true}, {block_token}, {environment},
                               {csp},           {default_profile}};

// Not suggested by commands that do not read a manifest.
std::string in_manifest(const Project* project, const char* attribute) {
  return project == nullptr ? "" : fmt::format("{} in provider \"wavefront\", ", attribute);
}

// A token is only sent to the service that it belongs to.
bool is_for_another(const Credentials& given, const std::string& address) {
  if (!given.is_profile || given.address.empty()) return false;
  auto own = http::normalise_address(given.address);
  auto asked = http::normalise_address(address);
  return !own || !asked || *own != *asked;
}

// The first address wins, separately for the user and the manifest.
Result<void> claim(const Credentials& given, AddressClaims& claims) {
  std::string& address = given.is_users ? claims.user : claims.block;
  if (given.address.empty()) return {};
  auto normalised = http::normalise_address(given.address);
  if (!normalised) return base::fail(normalised.error(), given.address_from);
  if (address.empty()) {
    address = *std::move(normalised);
    if (given.is_users) claims.user_from = given.address_from;
  }
  return {};
}

// The address that a shared state is pinned to. All states are local so far: one can come with the manifest,
// so its pin does not count.
std::string shared_pin(const state::Snapshot*) {
  return "";
}

}  // namespace

Result<Login> find_login(Session& session, const Project* project, const state::Snapshot* snapshot) {
  AddressClaims claims{"", "", "", shared_pin(snapshot)};
  std::optional<Token> token;
  std::string elsewhere;
  for (const auto& source : kSources) {
    if (!claims.user.empty() && token && !source.always) continue;
    auto given = source.read(session, project);
    if (!given) return base::fail(given.error());
    if (auto claimed = claim(*given, claims); !claimed) return base::fail(claimed.error());
    if (is_for_another(*given, claims.user.empty() ? claims.block : claims.user)) {
      elsewhere = "The token of [default] in ~/.wavefront is only for its own endpoint. ";
      continue;
    }
    if (!token) token = std::move(given->token);
  }
  // A user's variable can have another purpose: it does not override an explicit address.
  if (const std::string other = variable(session, "WAVEFRONT_ADDRESS");
      claims.user_from == kInBlock && !other.empty()) {
    claims.block = std::exchange(claims.user, "");
    if (auto claimed = claim({other, {}, "WAVEFRONT_ADDRESS"}, claims); !claimed)
      return base::fail(claimed.error());
  }
  auto address = choose_address(claims);
  if (!address) return base::fail(address.error());
  if (address->address.empty()) {
    return base::fail(ErrorKind::Invalid, "no service address is given",
                      "Set WAVEFRONT_ADDRESS, for example to example.wavefront.com; or use " +
                          in_manifest(project, "address") +
                          "-profile=NAME or [default] of ~/.wavefront. To try things out, start `waveform "
                          "simulate` and use the address that it prints.");
  }
  if (!token) {
    return base::fail(
        ErrorKind::Invalid, "no API token is given",
        elsewhere + "Set WAVEFRONT_TOKEN to a token of an account with the Proxies permission; or use " +
            in_manifest(project, "token") +
            "CSP_API_TOKEN, CSP_APP_ID and CSP_APP_SECRET, -profile=NAME or [default] of "
            "~/.wavefront.");
  }
  return Login{*std::move(address), *std::move(token)};
}

std::vector<std::string> find_credentials(Session& session, const planner::Configuration& configuration,
                                          std::set<std::string>& token_files) {
  std::vector<std::string> credentials;
  for (const char* name : kCredentialVariables) credentials.push_back(variable(session, name));
  credentials.push_back(planner::provider_text(&configuration, planner::kToken, &token_files).value_or(""));
  if (const auto file = read_profiles(session); file && file->profiles) {
    for (const auto& [name, profile] : *file->profiles) credentials.push_back(profile.token);
  }
  return credentials;
}

}  // namespace waveform::cmd
