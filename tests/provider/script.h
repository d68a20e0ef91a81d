// A server that answers what it was told.
#pragma once

#include <deque>
#include <vector>

#include "base/http/transport.h"

namespace waveform::provider {

// Answers in turn what it was told, the last of them again and again, and remembers what it was asked.
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
