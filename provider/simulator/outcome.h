// The outcome of a request, and how much of it the client receives.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/http/transport.h"
#include "base/value.h"
#include "provider/simulator/fault.h"
#include "provider/simulator/options.h"

namespace waveform::provider::simulator {

// How much of a response arrives before the connection is cut.
enum class Arrival { Whole, HalfBody, HalfHead, Nothing };

// The outcome of a request: after `delay` a response, or a part of one.
struct Outcome {
  http::Response response;
  base::Millis delay{0};
  base::Millis trickle{0};  // the response arrives in pieces over this time
  Arrival arrival = Arrival::Whole;
  base::Millis effect{0};  // not 0: the call takes effect only then; catch_up() must be called
};

// A response of the API.
http::Response envelope(int status, const base::Value& response, const std::string& message);
// 429 is plain text.
http::Response refusal(int status, const std::string& message);

// Applies a fault to an outcome.
void spoil(const Fault& fault, const Options& options, Outcome& outcome);

}  // namespace waveform::provider::simulator
