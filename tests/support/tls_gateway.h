// A server with TLS and a separate certificate, and a proxy that leads every name to it: on this machine, by
// tls_gateway.py.
#pragma once

#include <string>
#include <vector>

#include "tests/support/program.h"

namespace waveform::test {

class TlsGateway {
 public:
  // `names`: the names in the certificate: "DNS:cluster.test,IP:127.0.0.1". `target_port`: the port that
  // handles requests in plain http; 0: "hello".
  explicit TlsGateway(const std::string& names, int target_port = 0);
  ~TlsGateway();
  TlsGateway(const TlsGateway&) = delete;
  TlsGateway& operator=(const TlsGateway&) = delete;

  std::string address() const { return "https://127.0.0.1:" + https_port_; }
  // Self-signed: trusting it means trusting the server.
  std::string certificate() const { return (directory_.path() / "certificate.pem").string(); }

  static constexpr const char* kProxyPassword = "proxy-password-nobody-may-see";
  std::string proxy(const std::string& password = kProxyPassword) const {
    return "http://me:" + password + "@127.0.0.1:" + proxy_port_;
  }
  // The requests to the proxy: "cluster.test:443 Basic …".
  std::vector<std::string> asked_of_proxy() const;

 private:
  TemporaryDirectory directory_;
  pid_t child_ = 0;
  int in_ = -1;  // closing it ends the child
  std::string https_port_, proxy_port_;
};

}  // namespace waveform::test
