#include "base/http/concurrency_limit.h"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace waveform::http {
namespace {

// Returns a status, and counts the largest number of concurrent exchanges.
struct Counting final : Transport {
  base::Result<Response> send(const Request&) override {
    const int now = ++under_way;
    int before = most;
    while (before < now && !most.compare_exchange_weak(before, now)) {
    }
    for (int i = 0; i < 50; ++i) std::this_thread::yield();
    --under_way;
    return Response{status, {}, ""};
  }
  std::atomic<int> under_way = 0;
  std::atomic<int> most = 0;
  int status = 200;
};

void send(Transport& transport, int times) {
  for (int i = 0; i < times; ++i) (void)transport.send({});
}

}  // namespace

TEST_CASE("the number of concurrent exchanges does not exceed the limit") {
  Counting server;
  ConcurrencyLimit limit(server, 3);
  std::vector<std::thread> threads;
  for (int i = 0; i < 10; ++i) threads.emplace_back([&] { send(limit, 50); });
  for (auto& thread : threads) thread.join();
  CHECK(server.most <= 3);
  CHECK(limit.width() == 3);
}

TEST_CASE(
    "406 and 429 halve the limit, down to one; ten times as many responses as the limit raise it by one") {
  for (int status : {406, 429}) {
    Counting server;
    ConcurrencyLimit limit(server, 10);
    server.status = status;
    for (int width : {5, 2, 1, 1}) {
      send(limit, 1);
      CHECK(limit.width() == width);
    }
    server.status = 200;
    send(limit, 9);
    CHECK(limit.width() == 1);
    send(limit, 1);
    CHECK(limit.width() == 2);
    send(limit, 20);
    CHECK(limit.width() == 3);
    send(limit, 10'000);
    CHECK(limit.width() == 10);
  }
}

TEST_CASE("responses to exchanges that were in progress at a halving do not halve it again") {
  // All eight are refused at the same time.
  struct Refusing final : Transport {
    base::Result<Response> send(const Request&) override {
      ++there;
      while (there < 8) std::this_thread::yield();
      return Response{429, {}, ""};
    }
    std::atomic<int> there = 0;
  } server;
  ConcurrencyLimit limit(server, 8);
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back([&] { send(limit, 1); });
  for (auto& thread : threads) thread.join();
  CHECK(limit.width() == 4);
}

TEST_CASE("an exchange without a response does not widen the limit") {
  struct Silent final : Transport {
    base::Result<Response> send(const Request&) override {
      if (is_silent) return base::fail(base::ErrorKind::InDoubt, "no response");
      return Response{status, {}, ""};
    }
    bool is_silent = false;
    int status = 429;
  } server;
  ConcurrencyLimit limit(server, 2);
  send(limit, 1);
  server.status = 200;
  server.is_silent = true;
  send(limit, 1000);
  CHECK(limit.width() == 1);
  server.is_silent = false;
  send(limit, 10);
  CHECK(limit.width() == 2);
}

TEST_CASE("an exchange that throws frees its place") {
  struct Throwing final : Transport {
    base::Result<Response> send(const Request&) override { throw std::runtime_error("no memory"); }
  } server;
  ConcurrencyLimit limit(server, 1);
  for (int i = 0; i < 3; ++i) CHECK_THROWS(send(limit, 1));
}

}  // namespace waveform::http
