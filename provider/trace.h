// Lines of a log that is given to others: one for each attempt of a call, JSON, without secrets
// (docs/trace.md). Pure.
#pragma once

#include <cstdint>
#include <string>

#include "base/value.h"
#include "provider/exchange.h"
#include "provider/redaction.h"

namespace waveform::provider {

enum class LogLevel { Off, Debug, Trace };  // Trace: with headers and bodies

// Teaches what the exchange itself tells of secrets: marked strings of its body, the token in its header, and
// external ids. REQUIRES: before its line is made.
void learn_from(const Exchange& exchange, Redaction& redaction);
void learn_from(const Exchange& exchange, SecretTexts& texts);

// The members of the line but for its time.
base::Value::Map describe(const Exchange& exchange, LogLevel level, const Redaction& redaction);

// The line, with its end. `epoch_millis`: when it was written.
std::string log_line(base::Value::Map members, LogLevel level, std::int64_t epoch_millis);

}  // namespace waveform::provider
