// HTTP by libcurl.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "base/environment.h"
#include "base/http/transport.h"

namespace waveform::http {

struct CurlOptions {
  std::string ca_bundle;  // a file of certificates to trust instead of the system's; "" = the system's
  std::string user_agent = "waveform";
  std::string proxy;  // a URL; "": as the environment has it (http_proxy, https_proxy, no_proxy)
  base::Millis connect_timeout{10'000};
  std::size_t max_response_bytes = std::size_t{512} << 20;  // decompressed; what is larger is cut
  // An answer that has begun and then brings less than this in the time is given up.
  std::size_t least_progress_bytes = 8 << 10;
  base::Millis progress_time{20'000};
  std::function<bool()> gives_up = {};  // asked once a second from any thread: reads end at once
};

// CURL_CA_BUNDLE or else SSL_CERT_FILE names the bundle. The environment's proxies are
// libcurl's own business; loopback never goes through one.
CurlOptions curl_options(const base::Environment& environment);

// HTTP/1.1 over kept-alive connections: a handle, and so a connection, for each concurrent sender. Servers'
// certificates are checked. libcurl's own repetition of a request whose kept-alive connection died is
// switched off: the answer counts as lost. No error holds a header, a body or a URL beyond scheme and host.
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
