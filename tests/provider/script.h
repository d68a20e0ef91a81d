// A server with scripted responses.
#pragma once

#include <deque>
#include <vector>

#include "base/http/transport.h"

namespace waveform::provider {

// Returns the given responses in turn, repeats the last one, and records the requests.
struct Script final : http::Transport {
  explicit Script(std::vector<base::Result<http::Response>> lines) : answers(lines.begin(), lines.end()) {}
  base::Result<http::Response> send(const http::Request& request) override {
    requests.push_back(request);
    auto answer = answers.front();
    if (answers.size() > 1) answers.pop_front();
    return answer;
  }
  std::deque<base::Result<http::Response>> answers;
  std::vector<http::Request> requests;
};

}  // namespace waveform::provider
