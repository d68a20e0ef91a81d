// The request log of -log-level and -log-file (docs/request-log.md).
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/file.h"
#include "base/result.h"
#include "base/value.h"
#include "cmd/flags.h"
#include "cmd/process.h"
#include "provider/exchange.h"
#include "provider/log_line.h"
#include "provider/redaction.h"

namespace waveform::cmd {

// Thread-safe; writes whole lines. The process outlives it.
class RequestLog {
 public:
  // Null without -log-level and -log-file. ERRORS: Io when the file cannot be written.
  static base::Result<std::unique_ptr<RequestLog>> open(const Arguments& arguments, Process& process);

  // The first line: which command of which version runs.
  void begin(const std::string& command);
  // Marked parts of this value are never logged.
  void learn(const base::Value& value);
  void learn_text(const std::string& text) { learn(base::Value(text).with_marks(base::Value::Sensitive)); }
  // In the body of the integration with this id ("": of all), the field at this path is never logged.
  void hide(const std::string& id, const std::string& wire);

  // REQUIRES: this outlives it.
  provider::Observer observer();

 private:
  RequestLog(provider::LogLevel level, std::optional<base::AppendFile> file, Process& process);
  void write(base::Value::Map members);

  const provider::LogLevel level_;
  Process& process_;
  std::mutex mutex_;                      // guards all below
  std::optional<base::AppendFile> file_;  // empty: stderr
  bool broken_ = false;                   // a write failed: logging has stopped
  provider::Redaction redaction_;
};

}  // namespace waveform::cmd
