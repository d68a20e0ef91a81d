#include "cmd/request_log.h"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "planner/config/manifest.h"
#include "provider/services/catalog.h"
#include "waveform_version.h"

namespace waveform::cmd {

using provider::LogLevel;

namespace {

LogLevel level_of(const Arguments& arguments) {
  const std::string level = arguments.text("log-level", arguments.has("log-file") ? "debug" : "off");
  return level == "trace" ? LogLevel::Trace : level == "debug" ? LogLevel::Debug : LogLevel::Off;
}

// Only logs are appended to.
base::Result<void> check_file(const std::string& name) {
  constexpr const char* kHint = "Only an existing log is appended to: use another file, -log-file=calls.log";
  if (planner::is_manifest_name(base::Path(name).filename().string()))
    return base::fail(base::ErrorKind::Invalid, base::quote(name) + " would be read as a manifest", kHint);
  std::error_code error;
  if (!std::filesystem::is_regular_file(name, error) || std::filesystem::file_size(name, error) == 0)
    return {};
  std::ifstream file(name);
  std::string line;
  std::getline(file, line);
  auto first = base::parse_json(line);
  if (first && first->get("event").is_string()) return {};
  return base::fail(base::ErrorKind::Conflict, base::quote(name) + " exists and is not a log", kHint);
}

}  // namespace

base::Result<std::unique_ptr<RequestLog>> RequestLog::open(const Arguments& arguments, Process& process) {
  const LogLevel level = level_of(arguments);
  if (level == LogLevel::Off) return nullptr;
  std::optional<base::AppendFile> file;
  if (arguments.has("log-file")) {
    if (auto fits = check_file(arguments.text("log-file")); !fits)
      return base::fail(fits.error(), "-log-file");
    auto opened = base::AppendFile::open(arguments.text("log-file"), base::AppendFile::Flush::Never);
    if (!opened) return base::fail(opened.error(), "-log-file");
    file.emplace(*std::move(opened));
  }
  return std::unique_ptr<RequestLog>(new RequestLog(level, std::move(file), process));
}

RequestLog::RequestLog(LogLevel level, std::optional<base::AppendFile> file, Process& process)
    : level_(level), process_(process), file_(std::move(file)), redaction_(provider::services::catalog()) {}

void RequestLog::begin(const std::string& command) {
  const std::lock_guard lock(mutex_);
  write({{"event", "run"}, {"version", WAVEFORM_VERSION}, {"command", command}});
}

void RequestLog::learn(const base::Value& value) {
  const std::lock_guard lock(mutex_);
  redaction_.learn(value);
}

void RequestLog::hide(const std::string& id, const std::string& wire) {
  const std::lock_guard lock(mutex_);
  redaction_.hide(id, wire);
}

provider::Observer RequestLog::observer() {
  return [this](const provider::Exchange& exchange) {
    const std::lock_guard lock(mutex_);
    provider::learn_from(exchange, redaction_);
    write(provider::describe(exchange, level_, redaction_));
  };
}

void RequestLog::write(base::Value::Map members) {
  if (broken_) return;
  const std::string line = provider::log_line(std::move(members), level_, process_.clock.now_epoch_millis());
  if (!file_) {
    process_.err << line << std::flush;
    return;
  }
  auto written = file_->append(line);
  if (written) return;
  broken_ = true;
  process_.err << fmt::format("Warning: the log ends here: {}\n", written.error().message) << std::flush;
}

}  // namespace waveform::cmd
