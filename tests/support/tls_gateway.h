// A server behind TLS with a certificate of its own, and a proxy that leads every name to it: on this
// machine, by tls_gateway.py.
#pragma once

#include <string>
#include <vector>

#include "tests/support/program.h"

namespace waveform::test {

class TlsGateway {
 public:
  // `names`: who the certificate is for: "DNS:cluster.test,IP:127.0.0.1". `target_port`: who answers, in
  // plain http; 0: "hello".
  explicit TlsGateway(const std::string& names, int target_port = 0);
  ~TlsGateway();
  TlsGateway(const TlsGateway&) = delete;
  TlsGateway& operator=(const TlsGateway&) = delete;

  std::string address() const { return "https://127.0.0.1:" + https_port_; }
  // Self-signed: who trusts it trusts the server.
  std::string certificate() const { return (folder_.path() / "certificate.pem").string(); }

  static constexpr const char* kProxyPassword = "proxy-password-nobody-may-see";
  std::string proxy(const std::string& password = kProxyPassword) const {
    return "http://me:" + password + "@127.0.0.1:" + proxy_port_;
  }
  // What the proxy was asked for: "cluster.test:443 Basic …".
  std::vector<std::string> asked_of_proxy() const;

 private:
  TemporaryFolder folder_;
  pid_t child_ = 0;
  int in_ = -1;  // ends the child when it is closed
  std::string https_port_, proxy_port_;
};

}  // namespace waveform::test
