#include "base/http/url.h"

#include <algorithm>
#include <optional>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "base/text.h"

namespace waveform::http {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::string_view kExample = "an address looks like https://example.wavefront.com";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter_or_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int default_port(std::string_view scheme) {
  return scheme == "http" ? 80 : 443;
}

std::optional<int> number_in(std::string_view text, int low, int high) {
  const auto number = base::parse_integer(text);
  if (!number || *number < low || *number > high) return std::nullopt;
  return static_cast<int>(*number);
}

bool is_host_name(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](char c) {
    return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_';
  });
}

bool is_ipv6_like(std::string_view host) {
  return !host.empty() && host.find(':') != std::string_view::npos &&
         host.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

// "host", "host:port" or "[v6]:port" into host and port text.
std::optional<std::pair<std::string_view, std::string_view>> split_authority(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(close + 1);
    if (!rest.empty() && !rest.starts_with(':')) return std::nullopt;
    const std::string_view host = text.substr(1, close - 1);
    if (!is_ipv6_like(host)) return std::nullopt;
    return std::pair(host, rest.empty() ? rest : rest.substr(1));
  }
  const std::size_t colon = text.find(':');
  const std::string_view host = text.substr(0, colon);
  if (!is_host_name(host)) return std::nullopt;
  return std::pair(host, colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1));
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string Origin::text() const {
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (port == default_port(scheme)) return scheme + "://" + shown;
  return fmt::format("{}://{}:{}", scheme, shown, port);
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "::1") return true;
  // An IP address exactly as a resolver recognises it.
  in_addr address{};
  return inet_pton(AF_INET, std::string(host).c_str(), &address) == 1 && ntohl(address.s_addr) >> 24U == 127;
}

base::Result<Origin> parse_address(std::string_view address) {
  std::string_view rest = base::trim(address);
  if (rest.empty()) return fail(ErrorKind::Invalid, "the address is empty", std::string(kExample));

  Origin origin{"https", "", 0};
  if (const std::size_t end = rest.find("://"); end != std::string_view::npos) {
    origin.scheme = base::lower(rest.substr(0, end));
    rest.remove_prefix(end + 3);
  }
  if (origin.scheme != "https" && origin.scheme != "http") {
    return fail(
        ErrorKind::Invalid,
        fmt::format("the address has the scheme {}, only https can be used", base::quote(origin.scheme)),
        std::string(kExample));
  }
  // User information is checked first, so that no later message repeats it.
  if (rest.find('@') != std::string_view::npos) {
    return fail(ErrorKind::Invalid, "the address has a user name or password in it",
                "remove everything up to the @; the token is configured separately");
  }
  const std::size_t tail = rest.find_first_of("/?#");
  if (tail != std::string_view::npos && rest.substr(tail) != "/") {
    return fail(ErrorKind::Invalid,
                fmt::format("the address continues after the host: {}", base::quote(rest.substr(tail))),
                "use only the host; /api/v2 is added automatically");
  }
  rest = rest.substr(0, tail);

  const auto authority = split_authority(rest);
  if (!authority) {
    return fail(ErrorKind::Invalid, fmt::format("{} is not a valid host name", base::quote(rest)),
                std::string(kExample));
  }
  origin.host = base::lower(authority->first);
  while (origin.host.size() > 1 && origin.host.ends_with('.')) origin.host.pop_back();
  origin.port = default_port(origin.scheme);
  if (!authority->second.empty()) {
    const auto port = number_in(authority->second, 1, 65535);
    if (!port) {
      return fail(ErrorKind::Invalid, fmt::format("{} is not a valid port", base::quote(authority->second)),
                  "a port is a number from 1 to 65535");
    }
    origin.port = *port;
  }
  if (origin.scheme == "http" && !is_loopback(origin.host)) {
    return fail(ErrorKind::Invalid,
                fmt::format("plain http to {} would send the token unencrypted", origin.host),
                "use https://; http:// is allowed only for this machine (127.0.0.1, localhost, [::1])");
  }
  return origin;
}

base::Result<std::string> normalise_address(std::string_view address) {
  return parse_address(address).map([](const Origin& origin) { return origin.text(); });
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high >= 0 && low >= 0) {
        out += static_cast<char>(high * 16 + low);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

std::string_view Target::parameter(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return {};
}

Target parse_target(std::string_view url) {
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) {
    const std::size_t path = url.find_first_of("/?#", scheme + 3);
    url = path == std::string_view::npos ? std::string_view() : url.substr(path);
  }
  url = url.substr(0, url.find('#'));
  const std::size_t mark = url.find('?');
  Target target;
  target.path = url.substr(0, mark);
  if (target.path.empty()) target.path = "/";
  if (mark == std::string_view::npos) return target;
  for (const std::string_view pair : base::split(url.substr(mark + 1), '&')) {
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    target.query.emplace_back(percent_decode(pair.substr(0, equals)), percent_decode(value));
  }
  return target;
}

}  // namespace waveform::http
