#include "planner/apply/lost_creates.h"

#include <algorithm>

#include "planner/live/lost_calls.h"

namespace waveform::planner {

using base::Address;
using base::Millis;

CreateKey key_of(const base::Address& address, const base::Value& body) {
  const auto& name = body.get("name");
  return {address.type, name.is_string() ? name.as_string() : std::string()};
}

Fate LostCreates::wait_for(const Address& address, std::int64_t seq) {
  waiting_.insert_or_assign(address, Waiting{seq, context_.clock.steady()});
  while (!fates_.contains(address)) {
    if (is_polling_) {
      context_.lock.wait();
      continue;
    }
    is_polling_ = true;
    try {
      poll();
    } catch (const std::exception& exception) {
      is_polling_ = false;
      give_up({base::ErrorKind::InDoubt, base::exception_text(exception), {}});
    }
    is_polling_ = false;
    context_.lock.notify_all();
  }
  return std::move(fates_.extract(address).mapped());
}

// Reads the inventory for all that wait.
void LostCreates::poll() {
  const Millis pause = next_pause();
  const bool is_over = context_.lock.while_unlocked(
      [&] { return base::sleep_for(context_.clock, pause, context_.interrupted); });
  if (!is_over) return give_up({base::ErrorKind::Interrupted, "interrupted", {}});
  const auto begun = context_.clock.steady();
  auto live = context_.lock.while_unlocked(
      [&] { return list_all(context_.api, context_.input.catalog, context_.parallelism); });
  last_poll_ = context_.clock.steady() - begun;
  if (!live) return give_up(live.error());
  decide_by(*live, begun);
}

// Doubles the time that the youngest has waited, but ends with the settle time of the oldest; never shorter
// than one read.
Millis LostCreates::next_pause() const {
  Millis youngest = context_.settle_time;
  Millis oldest{0};
  for (const auto& [address, waiting] : waiting_) {
    const Millis age = context_.clock.steady() - waiting.since;
    youngest = std::min(youngest, age);
    oldest = std::max(oldest, age);
  }
  const Millis shortest = std::clamp(last_poll_, kFirstPause, kLongestPause);
  return std::clamp(std::min(youngest, context_.settle_time - oldest), shortest, kLongestPause);
}

void LostCreates::decide_by(const Inventory& live, Millis seen) {
  const auto resolution = resolve_lost_calls(context_.input.catalog, context_.writer.snapshot(), live);
  auto is_over = [&](const Address& address) REQUIRES(apply_lock) {
    auto waits = waiting_.find(address);
    return waits != waiting_.end() && seen - waits->second.since >= context_.settle_time;
  };
  for (const auto& [address, id] : resolution.found) decide(address, {Fate::Kind::Found, {id}}, live);
  for (const auto& [address, ids] : resolution.equal) decide(address, {Fate::Kind::Undecided, ids}, live);
  for (const auto& [address, ids] : resolution.alike) {
    if (is_over(address)) decide(address, {Fate::Kind::Undecided, ids}, live);
  }
  for (const auto& address : resolution.unseen) {
    if (is_over(address)) decide(address, {Fate::Kind::NotCreated}, live);
  }
}

void LostCreates::decide(const Address& address, Fate fate, const Inventory& live) {
  auto& writer = context_.writer;
  const auto waits = waiting_.find(address);
  if (waits == waiting_.end()) return;
  const auto& intent = *state::find_intent(writer.snapshot(), address);
  if (under_way_.contains(key_of(address, intent.body))) return;
  if (fate.kind == Fate::Kind::Found) {
    writer.done(waits->second.seq, {address, found_entry(intent, fate.ids.front(), live), {}});
  } else if (fate.kind == Fate::Kind::NotCreated) {
    writer.refused(waits->second.seq);
  }
  waiting_.erase(waits);
  fates_.emplace(address, std::move(fate));
}

void LostCreates::give_up(const base::Error& error) {
  for (const auto& [address, waiting] : waiting_)
    fates_.emplace(address, Fate{Fate::Kind::Unknown, {}, error});
  waiting_.clear();
}

}  // namespace waveform::planner
