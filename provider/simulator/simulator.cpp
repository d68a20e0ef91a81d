#include "provider/simulator/simulator.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/json.h"

namespace waveform::provider::simulator {

using base::ErrorKind;
using base::Result;
using base::Value;

// The faults that apply to a request.
struct Simulator::Decision {
  base::Millis delay{0};
  base::Millis stale{0};
  const Fault* fault = nullptr;  // the first one that is not a delay
};

Simulator::Simulator(base::Clock& clock, Options options)
    : clock_(clock),
      options_(std::move(options)),
      service_(clock, options_),
      csp_(clock, options_),
      chance_(static_cast<std::uint64_t>(options_.seed)) {
  if (options_.seed == 0) chance_.seed(std::random_device{}());
}

Result<http::Response> Simulator::send(const http::Request& request) {
  Outcome outcome = handle(request);
  if (outcome.arrival != Arrival::Whole) {
    return base::fail(ErrorKind::InDoubt, "incomplete response from the simulator: the connection was cut");
  }
  const base::Millis time = outcome.delay + outcome.trickle;
  if (time > request.timeout) {
    clock_.sleep(request.timeout);
    return base::fail(ErrorKind::InDoubt, "no response from the simulator: the request timed out");
  }
  if (time.count() > 0) clock_.sleep(time);
  return std::move(outcome.response);
}

double Simulator::draw(When when) {
  return when == When::Chance ? std::uniform_real_distribution<double>(0, 1)(chance_) : 0;
}

base::Millis Simulator::draw_latency() {
  const std::int64_t spread = options_.latency_spread.count();
  if (spread == 0) return options_.latency;
  return options_.latency + base::Millis(std::uniform_int_distribution<std::int64_t>(0, spread)(chance_));
}

Simulator::Decision Simulator::decide(const CallMatch& match, std::string_view method,
                                      std::string_view path) {
  Decision decision;
  for (Fault& fault : faults_) {
    if (!fault.trigger.strikes(match.row, method, path, draw(fault.trigger.when))) continue;
    if (fault.kind->strike == Strike::Delay) {
      decision.delay += fault.duration;
    } else if (fault.kind->strike == Strike::Stale) {
      decision.stale = std::max(decision.stale, fault.duration);
    } else if (!decision.fault) {
      decision.fault = &fault;
    }
  }
  return decision;
}

bool Simulator::is_throttled() {
  if (options_.requests_per_second <= 0) return false;
  const base::Millis now = clock_.steady();
  if (window_.count() < 0 || now - window_ >= base::Millis(1000)) {
    window_ = now;
    in_window_ = 0;
  }
  return ++in_window_ > options_.requests_per_second;
}

// The published Python client sends the token in another header.
bool Simulator::lets_in(const http::Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  if (options_.token.empty() && !csp_.is_set_up()) return true;
  std::string_view given = http::header(request.headers, "Authorization");
  if (given.starts_with(kScheme)) {
    given.remove_prefix(kScheme.size());
  } else {
    given = http::header(request.headers, "X-AUTH-TOKEN");
  }
  if (given.empty()) return false;
  return given == options_.token || csp_.issued(given);
}

http::Response Simulator::answer(const CallMatch& match, const http::Request& request,
                                 const http::Target& target, const Store* seen, bool& hang) {
  if (is_throttled()) {
    http::Response response = refusal(static_cast<int>(options_.throttle_status), "Too many requests");
    response.headers.emplace_back("Retry-After", "1");
    return response;
  }
  if (Csp::serves(target.path)) return csp_.authorize(request, target);
  if (!lets_in(request)) return refusal(401, "Unauthorized");
  return answer_call(match, request, target, seen, hang);
}

http::Response Simulator::answer_call(const CallMatch& match, const http::Request& request,
                                      const http::Target& target, const Store* seen, bool& hang) {
  if (!match.row) {
    return match.path_is_known ? refusal(405, "Method not allowed") : refusal(404, "No such path");
  }
  Input input{match.id, target, {}, seen};
  if (!request.body.empty() && (request.method == "POST" || request.method == "PUT")) {
    auto body = base::parse_json(request.body);
    if (!body) return refusal(400, "The body is not JSON");
    input.body = *std::move(body);
  }
  Reply reply = (service_.*match.row->run)(input);
  if (const auto kept = save(); !kept) return refusal(500, "The simulator cannot write its data file");
  hang = reply.hang;
  return reply.status == 200 ? envelope(200, reply.response, "") : refusal(reply.status, reply.message);
}

Outcome Simulator::perform(const CallMatch& match, const http::Request& request, const http::Target& target) {
  const Decision decision = decide(match, request.method, target.path);
  Outcome outcome;
  outcome.delay = draw_latency() + decision.delay;
  bool hang = false;
  const Fault* fault = decision.fault;
  const Effect effect = fault ? fault->kind->effect : Effect::Now;
  const Store* seen = decision.stale.count() > 0 ? past_.at(clock_.steady() - decision.stale) : nullptr;
  if (effect == Effect::Now) outcome.response = answer(match, request, target, seen, hang);
  if (effect == Effect::Later) {
    outcome.effect = std::max(fault->duration, base::Millis(1));
    pending_.push_back({clock_.steady() + outcome.effect, request});
  }
  if (fault) spoil(*fault, options_, outcome);
  if (hang) {
    outcome.arrival = Arrival::Nothing;
    outcome.delay = options_.hang;
  }
  return outcome;
}

void Simulator::perform_pending() {
  std::stable_sort(pending_.begin(), pending_.end(),
                   [](const Pending& a, const Pending& b) { return a.due < b.due; });
  while (!pending_.empty() && pending_.front().due <= clock_.steady()) {
    const http::Request request = std::move(pending_.front().request);
    pending_.erase(pending_.begin());
    const http::Target target = http::parse_target(request.url);
    const CallMatch match = find_call(request.method, target.path);
    bool hang = false;
    answer(match, request, target, nullptr, hang);
    strike_changes(true, match, request.method, target.path);
  }
}

void Simulator::catch_up() {
  const std::lock_guard lock(mutex_);
  perform_pending();
}

void Simulator::strike_changes(bool after, const CallMatch& match, std::string_view method,
                               std::string_view path) {
  for (Change& change : changes_) {
    if (change.after != after) continue;
    if (!change.trigger.strikes(match.row, method, path, draw(change.trigger.when))) continue;
    strike(change, service_, match);
    if (const auto kept = save(); !kept) change.mistake = kept.error().message;
  }
}

Outcome Simulator::handle(const http::Request& request) {
  const http::Target target = http::parse_target(request.url);

  const std::lock_guard lock(mutex_);
  perform_pending();
  const CallMatch match = find_call(request.method, target.path);
  strike_changes(false, match, request.method, target.path);
  Outcome outcome = perform(match, request, target);
  if (outcome.effect.count() == 0) strike_changes(true, match, request.method, target.path);
  log_.note(match, request, target, outcome.arrival == Arrival::Whole ? outcome.response.status : 0,
            clock_.now_epoch_millis(), outcome.delay + outcome.trickle);
  return outcome;
}

// Called after every change: writes the file, and records the content for lagging reads.
Result<void> Simulator::save() {
  past_.note(clock_.steady(), service_.store());
  if (!file_ || saved_ == service_.store().generation()) return {};
  auto written = base::replace_file(*file_, base::write_json(service_.store().dump(), 2) + "\n");
  if (written) saved_ = service_.store().generation();
  return written;
}

void Simulator::expire_access_tokens() {
  const std::lock_guard lock(mutex_);
  csp_.expire_all();
}

Value Simulator::dump() {
  const std::lock_guard lock(mutex_);
  perform_pending();
  return service_.store().dump();
}

Result<void> Simulator::keep_in(const base::Path& file) {
  const std::lock_guard lock(mutex_);
  const auto text = base::read_file(file);
  if (!text && text.error().kind != ErrorKind::NotFound) return base::fail(text.error());
  if (text) {
    const auto data = base::parse_json(*text);
    if (!data) return base::fail(data.error(), "reading " + file.string());
    if (const auto loaded = service_.load(*data); !loaded)
      return base::fail(loaded.error(), "reading " + file.string());
  }
  // Written at once, so that an unwritable file is reported before it holds data.
  file_ = file;
  saved_ = service_.store().generation() + 1;
  return save();
}

Result<void> Simulator::add_change(const Value& given) {
  auto change = parse_change(given);
  if (!change) return base::fail(change.error());
  const std::lock_guard lock(mutex_);
  changes_.push_back(*std::move(change));
  return {};
}

void Simulator::clear_changes() {
  const std::lock_guard lock(mutex_);
  changes_.clear();
}

Value Simulator::changes() const {
  const std::lock_guard lock(mutex_);
  Value::List waiting;
  for (const Change& change : changes_) {
    waiting.push_back(change.given.with_path("struck", change.struck).with_path("error", change.mistake));
  }
  return waiting;
}

Result<void> Simulator::add_fault(std::string_view spec) {
  auto fault = parse_fault(spec);
  if (!fault) return base::fail(fault.error());
  const std::lock_guard lock(mutex_);
  if (fault->kind->strike == Strike::Stale) past_.keep(fault->duration, clock_.steady(), service_.store());
  faults_.push_back(*std::move(fault));
  return {};
}

void Simulator::clear_faults() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
  past_.forget();
}

std::vector<std::string> Simulator::faults() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> specs;
  specs.reserve(faults_.size());
  for (const Fault& fault : faults_) specs.push_back(fault.spec);
  return specs;
}

std::vector<LogEntry> Simulator::log() const {
  const std::lock_guard lock(mutex_);
  return log_.entries();
}

Counters Simulator::counters() const {
  const std::lock_guard lock(mutex_);
  return log_.counters();
}

void Simulator::clear_log() {
  const std::lock_guard lock(mutex_);
  log_.clear();
}

}  // namespace waveform::provider::simulator
