// HTTP with libcurl.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/environment.h"
#include "base/http/transport.h"

namespace waveform::http {

struct CurlOptions {
  std::string ca_bundle;            // a file of certificates to trust; "": the one that is built into libcurl
  std::string ca_bundle_from = {};  // the environment variable that names it; "": none does
  std::string user_agent = "waveform";
  std::string proxy;  // a URL; "": as the environment has it (http_proxy, https_proxy, no_proxy)
  base::Millis connect_timeout{10'000};
  std::size_t max_response_bytes = std::size_t{512} << 20;  // decompressed; a larger response is cut
  // A response that has begun is given up when it brings less than this in the given time.
  std::size_t least_progress_bytes = 8 << 10;
  base::Millis progress_time{20'000};
  // A response that has begun and is not complete after this time is reported, once and from any thread.
  base::Millis slow_time{5'000};
  std::function<void(const Request&, std::int64_t bytes, base::Millis since)> is_slow = {};
  std::function<bool()> gives_up = {};  // called once a second from any thread; true aborts reads
};

// Where distributions keep the certificate authorities: Debian (the only place that its libcurl knows),
// Fedora and Red Hat, openSUSE, Alpine and Arch.
inline constexpr std::array kCaBundles = {
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

// The certificate bundle is CURL_CA_BUNDLE, else SSL_CERT_FILE, else the first of `ca_bundles` that exists.
// libcurl reads the proxy variables of the environment itself; loopback addresses never use a proxy.
CurlOptions curl_options(const base::Environment& environment,
                         std::span<const char* const> ca_bundles = kCaBundles);

// HTTP/1.1 with keep-alive: one handle, and so one connection, for each concurrent sender. Certificates of
// servers are verified. libcurl's automatic repetition of a request after a dead keep-alive connection is
// switched off: such a response counts as lost. Errors never contain a header, a body, or more of a URL than
// scheme and host.
class CurlTransport final : public Transport {
 public:
  explicit CurlTransport(CurlOptions options = {});
  ~CurlTransport() override;  // REQUIRES: no send() is running

  base::Result<Response> send(const Request& request) override;

 private:
  class Pool;
  CurlOptions options_;
  std::unique_ptr<Pool> pool_;
};

}  // namespace waveform::http
