#include "provider/simulator/server.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <vector>

// ThreadSanitizer does not support fences. Asio's own locks order what handlers see in any case.
#ifdef __SANITIZE_THREAD__
#define BOOST_ASIO_DISABLE_FENCED_BLOCK
#endif
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include "provider/simulator/control.h"

namespace waveform::provider::simulator {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using Failure = boost::system::error_code;

constexpr std::size_t kLargestBody = std::size_t{64} << 20;
constexpr int kPieces = 10;  // number of pieces of a slow response

http::Request translate(const beast::http::request<beast::http::string_body>& incoming) {
  http::Request request;
  request.method = std::string(incoming.method_string());
  request.url = std::string(incoming.target());
  for (const auto& field : incoming) {
    request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  }
  request.body = incoming.body();
  return request;
}

// A response in its wire form.
std::string serialise(const http::Response& response, bool keep_alive, bool with_body) {
  const auto reason =
      beast::http::obsolete_reason(beast::http::int_to_status(static_cast<unsigned>(response.status)));
  std::string out = fmt::format("HTTP/1.1 {} {}\r\n", response.status, std::string(reason));
  for (const auto& [name, value] : response.headers) out += fmt::format("{}: {}\r\n", name, value);
  out += fmt::format("Content-Length: {}\r\n", response.body.size());
  if (!keep_alive) out += "Connection: close\r\n";
  out += "\r\n";
  if (with_body) out += response.body;
  return out;
}

// How many of `size` bytes, the first `head` of them headers, are sent before the connection is cut.
std::size_t arriving(Arrival arrival, std::size_t head, std::size_t size) {
  switch (arrival) {
    case Arrival::Whole:
      return size;
    case Arrival::HalfBody:
      return head + (size - head) / 2;
    case Arrival::HalfHead:
      return head / 2;
    case Arrival::Nothing:
      return 0;
  }
  return size;
}

// One connection. Its pending handler owns it; only one handler is pending at a time, so no lock is needed.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, Simulator& simulator)
      : socket_(std::move(socket)), timer_(socket_.get_executor()), simulator_(simulator) {}

  void read() {
    parser_.emplace();
    parser_->body_limit(kLargestBody);
    beast::http::async_read(socket_, buffer_, *parser_,
                            [self = shared_from_this()](Failure failure, std::size_t) {
                              if (!failure) self->handle();
                            });
  }

 private:
  void handle() {
    keep_alive_ = parser_->get().keep_alive();
    const Outcome outcome = serve(simulator_, translate(parser_->get()));
    out_ = serialise(outcome.response, keep_alive_, parser_->get().method() != beast::http::verb::head);
    out_.resize(arriving(outcome.arrival, out_.find("\r\n\r\n") + 4, out_.size()));
    if (outcome.arrival != Arrival::Whole) keep_alive_ = false;
    sent_ = 0;
    pause_ = outcome.trickle / kPieces;
    wait(outcome.delay, [this, effect = outcome.effect] {
      write();
      if (effect.count() > 0) wait(effect, [this] { simulator_.catch_up(); });
    });
  }

  // Continues afterwards, keeping this session alive.
  template <typename Next>
  void wait(base::Millis time, Next next) {
    if (time.count() == 0) return next();
    timer_.expires_after(time);
    timer_.async_wait([self = shared_from_this(), next = std::move(next)](Failure) { next(); });
  }

  // A slow response is sent piece by piece.
  void write() {
    if (sent_ == out_.size()) return keep_alive_ ? read() : close();
    const std::size_t piece =
        pause_.count() > 0 ? std::max<std::size_t>(out_.size() / kPieces, 1) : out_.size();
    asio::async_write(socket_, asio::buffer(out_.data() + sent_, std::min(piece, out_.size() - sent_)),
                      [self = shared_from_this()](Failure failure, std::size_t written) {
                        if (failure) return self->close();
                        self->sent_ += written;
                        self->wait(self->pause_, [self] { self->write(); });
                      });
  }

  void close() {
    Failure ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
  }

  tcp::socket socket_;
  asio::steady_timer timer_;
  Simulator& simulator_;
  beast::flat_buffer buffer_;
  std::optional<beast::http::request_parser<beast::http::string_body>> parser_;
  std::string out_;
  std::size_t sent_ = 0;   // bytes sent so far
  base::Millis pause_{0};  // between pieces
  bool keep_alive_ = true;
};

}  // namespace

class Server::Loop {
 public:
  explicit Loop(Simulator& simulator) : simulator_(simulator), acceptor_(context_), pause_(context_) {}
  ~Loop() {
    context_.stop();
    for (std::thread& thread : threads_) thread.join();
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  Failure listen(int port) {
    const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), static_cast<unsigned short>(port));
    Failure failure;
    acceptor_.open(endpoint.protocol(), failure);
    if (!failure) acceptor_.set_option(tcp::acceptor::reuse_address(true), failure);
    if (!failure) acceptor_.bind(endpoint, failure);
    if (!failure) acceptor_.listen(asio::socket_base::max_listen_connections, failure);
    if (!failure) port_ = acceptor_.local_endpoint(failure).port();
    return failure;
  }

  void run(int threads) {
    accept();
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { context_.run(); });
  }

  int port() const { return port_; }

 private:
  void accept() {
    acceptor_.async_accept([this](Failure failure, tcp::socket socket) {
      if (!failure) {
        Failure ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        std::make_shared<Session>(std::move(socket), simulator_)->read();
        return accept();
      }
      // Probably out of file descriptors: wait instead of looping.
      pause_.expires_after(std::chrono::milliseconds(50));
      pause_.async_wait([this](Failure) { accept(); });
    });
  }

  Simulator& simulator_;
  asio::io_context context_;  // its handlers own the sessions, which close when it is destroyed
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  std::vector<std::thread> threads_;
  int port_ = 0;
};

Server::Server(std::unique_ptr<Loop> loop) : loop_(std::move(loop)), port_(loop_->port()) {}
Server::Server(Server&& other) noexcept = default;
Server& Server::operator=(Server&& other) noexcept = default;
Server::~Server() = default;

base::Result<Server> Server::start(Simulator& simulator, int port, int threads) {
  auto loop = std::make_unique<Loop>(simulator);
  if (const Failure failure = loop->listen(port)) {
    const bool taken = failure == asio::error::address_in_use;
    return base::fail(taken ? base::ErrorKind::Conflict : base::ErrorKind::Io,
                      fmt::format("cannot listen on port {} of 127.0.0.1: {}", port, failure.message()),
                      taken ? "another program uses this port: use another one, or 0 for a free port" : "");
  }
  loop->run(threads);
  return Server(std::move(loop));
}

std::string Server::address() const {
  return fmt::format("http://127.0.0.1:{}", port_);
}

void Server::stop() {
  loop_.reset();
}

}  // namespace waveform::provider::simulator
