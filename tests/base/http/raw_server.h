// A server that handles connections exactly as a test specifies.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace waveform::http {

// The responses, one per request, are sent unchanged. An empty one, and the end of one that begins with "!",
// closes the connection. One connection at a time.
class RawServer {
 public:
  explicit RawServer(std::vector<std::string> responses) : responses_(std::move(responses)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, generic(address), size) == 0);
    REQUIRE(::listen(listener_, 16) == 0);
    REQUIRE(::getsockname(listener_, generic(address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  ~RawServer() {
    stopped_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    if (const int connection = connection_.load(); connection >= 0) ::shutdown(connection, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

  std::string url(const std::string& path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  int requests() const { return requests_; }
  int connections() const { return connections_; }

 private:
  static sockaddr* generic(sockaddr_in& address) {
    return static_cast<sockaddr*>(static_cast<void*>(&address));
  }

  void serve() {
    while (!stopped_) {
      const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) return;
      ++connections_;
      connection_ = connection;
      while (!stopped_ && read_request(connection) && answer(connection)) {
      }
      connection_ = -1;
      ::close(connection);
    }
  }

  // The bodies in these tests are short enough to arrive with the headers.
  bool read_request(int connection) {
    std::string text;
    char buffer[4096];
    while (text.find("\r\n\r\n") == std::string::npos) {
      const ssize_t size = ::recv(connection, buffer, sizeof buffer, 0);
      if (size <= 0) return false;
      text.append(buffer, static_cast<std::size_t>(size));
    }
    ++requests_;
    return true;
  }

  bool answer(int connection) {
    if (next_ >= responses_.size()) return false;
    std::string text = responses_[next_++];
    const bool close = text.empty() || text[0] == '!';
    if (close && !text.empty()) text.erase(0, 1);
    ::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
    return !close;
  }

  std::vector<std::string> responses_;
  std::size_t next_ = 0;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connection_ = -1;
  std::atomic<int> requests_ = 0;
  std::atomic<int> connections_ = 0;
  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

}  // namespace waveform::http
