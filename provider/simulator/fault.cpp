#include "provider/simulator/fault.h"

#include <fmt/format.h>

#include "base/text.h"
#include "provider/simulator/members.h"

namespace waveform::provider::simulator {
namespace {

using base::ErrorKind;

constexpr FaultKind kFaultKinds[] = {
    {"status", Argument::StatusCode, Strike::Status, Effect::None, "returns this status without an effect"},
    {"status-after", Argument::StatusCode, Strike::Status, Effect::Now,
     "the call takes effect, then returns this status"},
    {"html", Argument::StatusCode, Strike::Page, Effect::None,
     "returns this status and a web page, as a proxy does, without an effect"},
    {"html-after", Argument::StatusCode, Strike::Page, Effect::Now,
     "the call takes effect, then returns this status and a web page"},
    {"garbage", Argument::None, Strike::Garbage, Effect::Now,
     "the call takes effect, then returns 200 with invalid JSON"},
    {"delay", Argument::Duration, Strike::Delay, Effect::Now,
     "the call takes effect, its response is delayed"},
    {"stale", Argument::Duration, Strike::Stale, Effect::Now,
     "a list, search or GET of integrations shows the state of this long ago"},
    {"slow", Argument::Duration, Strike::Slow, Effect::Now,
     "the call takes effect, its response arrives in pieces over this time"},
    {"cut", Argument::None, Strike::CutBody, Effect::Now,
     "the call takes effect, the connection is cut within the response's body"},
    {"cut-head", Argument::None, Strike::CutHead, Effect::Now,
     "the call takes effect, the connection is cut within the response's headers"},
    {"drop-before", Argument::None, Strike::Drop, Effect::None, "the connection is cut without an effect"},
    {"drop-after", Argument::None, Strike::Drop, Effect::Now,
     "the call takes effect, then the connection is cut"},
    {"late", Argument::Duration, Strike::Drop, Effect::Later,
     "the connection is cut at once, the call takes effect later"},
    {"hang", Argument::None, Strike::Hang, Effect::None,
     "no effect and no response, until the connection is cut"},
};

tl::unexpected<base::Error> bad_fault(std::string_view spec, const std::string& why) {
  return base::fail(
      ErrorKind::Invalid, fmt::format("the fault {}: {}", base::quote(spec), why),
      "a fault has the form CALLS[:WHEN]:WHAT, such as create:1:drop-after or list:every=3:status=429");
}

std::string read_argument(std::string_view value, Fault& fault) {
  switch (fault.kind->argument) {
    case Argument::None:
      return value.empty() ? "" : fmt::format("{} takes no value", fault.kind->name);
    case Argument::StatusCode:
      if (const auto status = base::parse_integer(value); status && *status >= 200 && *status <= 599) {
        fault.status = static_cast<int>(*status);
        return {};
      }
      return fmt::format("{} is not a status from 200 to 599", base::quote(value));
    case Argument::Duration:
      fault.duration = base::parse_duration(value).value_or(base::Millis(-1));
      if (fault.duration.count() >= 0) return {};
      return fmt::format("{} is not a duration such as 500ms, 2s or 1m", base::quote(value));
  }
  return {};
}

std::string read_what(std::string_view text, Fault& fault) {
  const std::size_t equals = text.find('=');
  const std::string_view name = text.substr(0, equals);
  const std::string_view value =
      equals == std::string_view::npos ? std::string_view() : text.substr(equals + 1);
  std::vector<std::string> known;
  for (const FaultKind& kind : kFaultKinds) {
    known.emplace_back(kind.name);
    if (kind.name == name) fault.kind = &kind;
  }
  if (fault.kind) return read_argument(value, fault);
  return fmt::format("{} is not a kind of fault. {}Expected: {}", base::quote(name), guess(name, known),
                     base::enumerate(known, "or"));
}

}  // namespace

std::span<const FaultKind> fault_kinds() {
  return kFaultKinds;
}

base::Result<Fault> parse_fault(std::string_view spec) {
  const auto parts = base::split(spec, ':');
  if (parts.size() != 2 && parts.size() != 3) {
    return bad_fault(spec, fmt::format("it has {}, expected two or three",
                                       base::count(static_cast<std::int64_t>(parts.size()), "part")));
  }
  Fault fault;
  fault.spec = spec;
  auto trigger = parse_trigger(spec.substr(0, spec.rfind(':')));
  if (!trigger) return bad_fault(spec, trigger.error().message);
  fault.trigger = *std::move(trigger);
  if (std::string mistake = read_what(parts.back(), fault); !mistake.empty()) return bad_fault(spec, mistake);
  return fault;
}

}  // namespace waveform::provider::simulator
