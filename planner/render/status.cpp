#include "planner/render/status.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "planner/render/columns.h"

namespace waveform::render {

using base::Value;
using planner::Health;
using planner::IntegrationStatus;

namespace {

constexpr std::array kHeads = {"INTEGRATION", "SERVICE", "STATE", "LAST DATA", "METRICS"};
using Row = std::array<std::string, kHeads.size()>;

std::string age(std::int64_t at, std::int64_t now) {
  if (at == 0) return "never";
  struct Unit {
    std::int64_t millis;
    const char* name;
  };
  constexpr Unit kUnits[] = {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "min"}, {1'000, "s"}};
  auto passed = std::max<std::int64_t>(now - at, 0);
  for (const auto& unit : kUnits) {
    if (passed >= unit.millis) return fmt::format("{} {} ago", passed / unit.millis, unit.name);
  }
  return "just now";
}

std::string label(const IntegrationStatus& status) {
  if (status.address) return base::printable(status.address->text());
  constexpr int kLongest = 40;
  std::string name = status.name.empty() ? "(hidden)" : cut(base::quote(status.name), kLongest);
  return fmt::format("{} (not managed, id {})", name, base::printable(status.id));
}

std::string state_of(const IntegrationStatus& status) {
  bool by_somebody = status.health == Health::Disabled && !status.disabled_by.empty();
  return by_somebody ? "disabled by " + base::printable(status.disabled_by)
                     : std::string(planner::health_name(status.health));
}

Row row_of(const IntegrationStatus& status, std::int64_t now) {
  bool is_there = status.health != Health::Gone;
  return {label(status), status.service, state_of(status), is_there ? age(status.last_data_at, now) : "",
          status.metrics ? std::to_string(*status.metrics) : ""};
}

std::string padded(const std::string& text, std::size_t width) {
  auto used = static_cast<std::size_t>(base::display_width(text));
  return text + std::string(width > used ? width - used : 0, ' ');
}

constexpr std::size_t kState = 2;

// The state in the ink.
std::string line_of(const Row& row, const std::array<std::size_t, kHeads.size()>& widths, Ink ink,
                    const TextStyle& style) {
  std::size_t last = row.size() - 1;
  while (last > kState && row[last].empty()) --last;
  std::string line;
  for (std::size_t i = 0; i <= last; ++i) {
    std::string cell = i < last ? padded(row[i], widths[i] + 2) : row[i];
    if (i == kState) cell = style.paint(ink, row[i]) + cell.substr(row[i].size());
    line += cell;
  }
  return line;
}

Ink health_ink(Health health) {
  if (!planner::is_healthy(health)) return Ink::Alarm;
  return health == Health::Disabled ? Ink::Faint : Ink::Plain;
}

// "7 integrations: 5 ok, 1 disabled by the service, 1 failing. 2 of them are not managed."
std::string summary(const planner::Status& status) {
  std::map<Health, std::int64_t> counts;
  std::int64_t unmanaged = 0;
  for (const auto& one : status.integrations) {
    ++counts[one.health];
    unmanaged += one.address ? 0 : 1;
  }
  std::string parts;
  for (const auto& [health, n] : counts)
    parts += fmt::format("{}{} {}", parts.empty() ? ": " : ", ", n, planner::health_name(health));
  auto total = static_cast<std::int64_t>(status.integrations.size());
  std::string text = base::count(total, "integration") + parts + ".";
  if (unmanaged > 0)
    text += fmt::format(" {} not managed.", base::count(unmanaged, "of them is", "of them are"));
  return text + "\n";
}

Value time_value(std::int64_t at) {
  return at == 0 ? Value() : Value(at);
}

Value text_value(const std::string& text) {
  return text.empty() ? Value() : Value(text);
}

}  // namespace

std::string status_text(const planner::Status& status, const TextStyle& style) {
  std::array<std::size_t, kHeads.size()> widths{};
  Row heads;
  for (std::size_t i = 0; i < kHeads.size(); ++i) heads[i] = kHeads[i];
  std::vector<Row> rows;
  for (const auto& one : status.integrations) rows.push_back(row_of(one, status.asked_at));
  for (std::size_t i = 0; i < kHeads.size(); ++i) {
    widths[i] = heads[i].size();
    for (const auto& row : rows)
      widths[i] = std::max(widths[i], static_cast<std::size_t>(base::display_width(row[i])));
  }
  std::string out;
  if (!rows.empty()) out += style.paint(Ink::Strong, line_of(heads, widths, Ink::Plain, style)) + "\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& one = status.integrations[i];
    out += line_of(rows[i], widths, health_ink(one.health), style) + "\n";
    bool tells = !one.last_error.empty() && !planner::is_healthy(one.health);
    if (tells) {
      std::string when =
          one.last_error_at == 0 ? "" : fmt::format(" ({})", age(one.last_error_at, status.asked_at));
      std::string error = base::printable(one.last_error) + when;
      out += "    " + base::wrap(error, style.width > 4 ? style.width - 4 : 0, 4) + "\n";
    }
  }
  return out + (rows.empty() ? "" : "\n") + summary(status);
}

std::string status_json(const planner::Status& status, const std::string& service_address, int indent) {
  Value::List integrations;
  for (const auto& one : status.integrations) {
    integrations.push_back(
        Value(Value::Map{{"address", one.address ? Value(one.address->text()) : Value()},
                         {"id", one.id},
                         {"name", text_value(one.name)},
                         {"service", text_value(one.service)},
                         {"state", planner::health_name(one.health)},
                         {"healthy", planner::is_healthy(one.health)},
                         {"disabled_by", text_value(one.disabled_by)},
                         {"last_error", text_value(one.last_error)},
                         {"last_error_epoch_millis", time_value(one.last_error_at)},
                         {"last_metric_count", one.metrics ? Value(*one.metrics) : Value()},
                         {"last_processing_epoch_millis", time_value(one.last_processed_at)},
                         {"last_received_data_point_epoch_millis", time_value(one.last_data_at)}}));
  }
  return base::write_json(Value(Value::Map{{"format_version", "1.0"},
                                           {"service_address", service_address},
                                           {"epoch_millis", status.asked_at},
                                           {"healthy", status.is_healthy()},
                                           {"integrations", std::move(integrations)}}),
                          indent) +
         "\n";
}

}  // namespace waveform::render
