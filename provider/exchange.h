// What one attempt of a call was, for whoever keeps a log of calls (provider/trace.h makes lines of it).
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

// Points at what belongs to the caller: good as long as the observer runs. Holds secrets, the token too.
struct Exchange {
  Service service = Service::Api;
  std::int64_t call = 0;  // the same for all attempts; counts from 1 for each service
  int attempt = 0;        // from 1
  const http::Request* request = nullptr;
  const base::Value* body = nullptr;  // what the request's body was made of, with its marks; or null
  std::string_view hidden = {};       // a text in the path that must not be shown: an external id
  bool answers_secret = false;        // whatever string the answer holds is an external id
  const base::Result<http::Response>* response = nullptr;
  base::Millis duration{0};
  std::optional<base::Millis> wait = {};  // before the next attempt; nothing: this was the last one
};

// Called after every attempt, from the thread that made it, by several at once.
using Observer = std::function<void(const Exchange&)>;

}  // namespace waveform::provider
