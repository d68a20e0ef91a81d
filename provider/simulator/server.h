// Serves the simulator on a local port. HTTP/1.1 with keep-alive.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace waveform::provider::simulator {

class Simulator;

// Listens on 127.0.0.1 only, on its own threads, between start() and stop(). A delayed or held request does
// not block a thread.
class Server {
 public:
  // Port 0: a free port. The simulator belongs to the caller and must outlive the server. ERRORS: Conflict
  // when the port is in use; Io.
  static base::Result<Server> start(Simulator& simulator, int port = 0, int threads = 2);
  Server(Server&& other) noexcept;
  Server& operator=(Server&& other) noexcept;
  ~Server();  // stop()

  int port() const { return port_; }
  std::string address() const;  // "http://127.0.0.1:PORT"

  // Cuts every connection, including held requests, and returns when all threads have ended. A second call
  // does nothing.
  void stop();

 private:
  class Loop;
  explicit Server(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;  // null after stop()
  int port_;
};

}  // namespace waveform::provider::simulator
