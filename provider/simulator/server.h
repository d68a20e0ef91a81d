// The simulator behind a port of this machine. HTTP/1.1, kept-alive connections.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace waveform::provider::simulator {

class Simulator;

// Answers on 127.0.0.1 alone, from threads of its own, between start() and stop(). A request that is delayed
// or held holds no thread.
class Server {
 public:
  // Port 0: a free one. The simulator belongs to the caller and outlives the server.
  // ERRORS: Conflict when the port is taken; Io.
  static base::Result<Server> start(Simulator& simulator, int port = 0, int threads = 2);
  Server(Server&& other) noexcept;
  Server& operator=(Server&& other) noexcept;
  ~Server();  // stop()

  int port() const { return port_; }
  std::string address() const;  // "http://127.0.0.1:PORT"

  // Cuts every connection, held requests too, and returns when no thread is left. A second call does nothing.
  void stop();

 private:
  class Loop;
  explicit Server(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;  // null once stopped
  int port_;
};

}  // namespace waveform::provider::simulator
