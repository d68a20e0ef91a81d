// What becomes of a request, and how much of it the client gets to see.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/http/transport.h"
#include "base/value.h"
#include "provider/simulator/fault.h"
#include "provider/simulator/options.h"

namespace waveform::provider::simulator {

// How much of an answer arrives before the connection is cut.
enum class Arrival { Whole, HalfBody, HalfHead, Nothing };

// What becomes of a request: after `delay` an answer, or what arrives of it.
struct Outcome {
  http::Response response;
  base::Millis delay{0};
  base::Millis trickle{0};  // it comes in pieces over this time
  Arrival arrival = Arrival::Whole;
  base::Millis effect{0};  // not 0: the call takes effect only then; catch_up() is to be called
};

// An answer of the API.
http::Response envelope(int status, const base::Value& response, const std::string& message);
// 429 comes in plain text.
http::Response refusal(int status, const std::string& message);

// What a fault makes of an outcome.
void spoil(const Fault& fault, const Options& options, Outcome& outcome);

}  // namespace waveform::provider::simulator
