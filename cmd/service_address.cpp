#include "cmd/service_address.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/http/url.h"
#include "base/text.h"

namespace waveform::cmd {

namespace {

// In the user's form.
std::string short_form(const std::string& address) {
  constexpr std::string_view kUsual = "https://";
  return address.starts_with(kUsual) ? address.substr(kUsual.size()) : address;
}

bool is_this_machine(const std::string& address) {
  const auto origin = http::parse_address(address);
  return origin && http::is_loopback(origin->host);
}

// "proxy.example.com:3128": without scheme, user and password, which can be secret. "": not an address, or
// ambiguous.
std::string proxy_server(std::string url) {
  const auto scheme =
      url.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
  if (scheme != std::string::npos && url.substr(scheme).starts_with("://")) url.erase(0, scheme + 3);
  if (url.ends_with('/')) url.pop_back();
  const bool is_plain = std::all_of(url.begin(), url.end(), [](unsigned char c) {
    return c > ' ' && c != 0x7F && std::string_view("/?#\\").find(static_cast<char>(c)) == std::string::npos;
  });
  if (!is_plain || std::count(url.begin(), url.end(), '@') > 1) return "";
  return base::lower(url.substr(url.find('@') + 1));  // without user and password
}

}  // namespace

base::Result<ChosenAddress> choose_address(const AddressClaims& claims) {
  if (!claims.user.empty()) {
    if (claims.block.empty() || claims.block == claims.user)
      return ChosenAddress{claims.user, false, claims.user_from};
    return base::fail(
        base::ErrorKind::Conflict,
        fmt::format("provider \"wavefront\" names the service {}, and {} names {}", claims.block,
                    claims.user_from, claims.user),
        fmt::format(
            "The token goes to the service that the user names. Correct the address in the manifest; or, if "
            "{0} is right, `export WAVEFRONT_ADDRESS={0}`, or use the -profile that has it.",
            short_form(claims.block)));
  }
  const bool is_known = claims.block == claims.shared_pin || is_this_machine(claims.block);
  return ChosenAddress{claims.block, !claims.block.empty() && !is_known};
}

std::string address_question(const std::string& address) {
  return fmt::format(
      "Only the manifest says that the service is {} (address in provider \"wavefront\").\n"
      "  Send the token there? Only \"yes\" will be accepted to approve: ",
      short_form(address));
}

base::Error unapproved_address(const std::string& address) {
  return {base::ErrorKind::Invalid,
          fmt::format(
              "only the manifest says that the service is {}, and a manifest cannot decide where the token "
              "goes",
              short_form(address)),
          fmt::format("If that is right: `export WAVEFRONT_ADDRESS={}`", short_form(address))};
}

bool is_proxy(const std::string& url) {
  return !proxy_server(url).empty();
}

bool is_known_proxy(const std::string& url, const base::Environment& environment) {
  const std::string server = proxy_server(url);
  if (server.empty()) return false;
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"})
    if (const auto known = environment.get(name); known && proxy_server(*known) == server) return true;
  const auto port = server.starts_with('[') ? server.find("]:") + 1 : server.rfind(':');
  const std::string host = server.substr(0, port);
  return http::is_loopback(host == "[::1]" ? "::1" : host);
}

std::string proxy_question(const std::string& url) {
  return fmt::format(
      "Only the manifest names the proxy {} (http_proxy in provider \"wavefront\").\n"
      "  Use it? Only \"yes\" will be accepted to approve: ",
      base::printable(proxy_server(url)));
}

base::Error unapproved_proxy(const std::string& url) {
  const std::string server = base::printable(proxy_server(url));
  if (server.empty())
    return {base::ErrorKind::Invalid, "http_proxy in provider \"wavefront\" is not the address of a proxy",
            "Example: http://proxy.example.com:3128."};
  return {
      base::ErrorKind::Invalid,
      fmt::format("only the manifest names the proxy {}, and a manifest cannot decide who gets what a proxy "
                  "sees",
                  server),
      fmt::format(
          "If that is right: `export https_proxy=http://{}`, with its user and password if it has one",
          server)};
}

}  // namespace waveform::cmd
