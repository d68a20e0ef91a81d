// One attempt of a call, as reported to an observer (provider/log_line.h makes log lines of it).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/http/transport.h"
#include "base/value.h"

namespace waveform::provider {

enum class Service { Api, Csp };  // which of the two was called

// Pointers to data of the caller, valid during the observer's call. Contains secrets, including the token.
struct Exchange {
  Service service = Service::Api;
  std::int64_t call = 0;  // equal for all attempts of a call; counts from 1 for each service
  int attempt = 0;        // from 1
  const http::Request* request = nullptr;
  const base::Value* body = nullptr;  // the request's body with its marks; or null
  std::string_view hidden = {};       // a part of the path that must not be shown: an external id
  bool returns_secret = false;        // every string in the response is an external id
  const base::Result<http::Response>* response = nullptr;
  base::Millis duration{0};
  std::optional<base::Millis> wait = {};  // before the next attempt; nothing: this was the last one
};

// Called after every attempt, on its thread, possibly by several threads at once.
using Observer = std::function<void(const Exchange&)>;

}  // namespace waveform::provider
