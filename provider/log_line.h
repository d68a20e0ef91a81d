// Lines of the request log, which may be shared: one JSON line per attempt, without secrets
// (docs/request-log.md). Pure.
#pragma once

#include <cstdint>
#include <string>

#include "base/value.h"
#include "provider/exchange.h"
#include "provider/redaction.h"

namespace waveform::provider {

enum class LogLevel { Off, Debug, Trace };  // Trace: with headers and bodies

// Learns the secrets in the exchange itself: marked strings of its body, the token in its header, external
// ids. REQUIRES: called before the line is made.
void learn_from(const Exchange& exchange, Redaction& redaction);
void learn_from(const Exchange& exchange, SecretTexts& texts);

// The members of the line except its time.
base::Value::Map describe(const Exchange& exchange, LogLevel level, const Redaction& redaction);

// The complete line. `epoch_millis`: when it was written.
std::string log_line(base::Value::Map members, LogLevel level, std::int64_t epoch_millis);

}  // namespace waveform::provider
