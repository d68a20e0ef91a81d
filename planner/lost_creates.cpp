#include "planner/lost_creates.h"

#include <algorithm>

#include "planner/pause.h"
#include "planner/settle.h"

namespace waveform::planner {

using base::Address;
using base::Millis;

Likeness likeness_of(const base::Address& address, const base::Value& body) {
  const auto& name = body.get("name");
  return {address.type, name.is_string() ? name.as_string() : std::string()};
}

Fate LostCreates::wait_for(const Address& address, std::int64_t intent) {
  waiting_.emplace(address, intent);
  while (!fates_.contains(address)) {
    if (looking_) {
      turn_.wait();
      continue;
    }
    looking_ = true;
    look();
    looking_ = false;
    turn_.tell();
  }
  return std::move(fates_.extract(address).mapped());
}

// The look-up of all who wait.
void LostCreates::look() {
  const Millis wait = pause();
  const bool waited = turn_.without([&] { return pause_for(context_.clock, wait, context_.interrupted); });
  if (!waited) return give_up({base::ErrorKind::Interrupted, "interrupted", {}});
  const auto now = now_epoch_millis();
  const auto begun = context_.clock.steady();
  auto live =
      turn_.without([&] { return list_all(context_.api, context_.input.catalog, context_.parallelism); });
  last_look_ = context_.clock.steady() - begun;
  if (!live) return give_up(live.error());
  settle_with(*live, now);
}

// As long again as the youngest has been looked for, and no longer than until the oldest has had its time;
// but never shorter than a look takes.
Millis LostCreates::pause() const {
  const auto now = now_epoch_millis();
  Millis youngest = context_.settle_time;
  Millis oldest{0};
  for (const auto& [address, intent] : waiting_) {
    const Millis age(now - state::find_doubt(context_.writer.snapshot(), address)->since_epoch_millis);
    youngest = std::min(youngest, age);
    oldest = std::max(oldest, age);
  }
  const Millis shortest = std::clamp(last_look_, kFirstPause, kLongestPause);
  return std::clamp(std::min(youngest, context_.settle_time - oldest), shortest, kLongestPause);
}

void LostCreates::settle_with(const Live& live, std::int64_t seen_epoch_millis) {
  const auto settlement = settle(context_.input.catalog, context_.writer.snapshot(), live, seen_epoch_millis,
                                 context_.settle_time);
  for (const auto& [address, id] : settlement.found) decide(address, {Fate::Kind::Found, {id}}, live);
  for (const auto& address : settlement.missing) decide(address, {Fate::Kind::NotMade}, live);
  for (const auto& [address, ids] : settlement.ambiguous) decide(address, {Fate::Kind::Ambiguous, ids}, live);
}

void LostCreates::decide(const Address& address, Fate fate, const Live& live) {
  auto& writer = context_.writer;
  const auto waits = waiting_.find(address);
  if (waits == waiting_.end()) return;
  const auto& doubt = *state::find_doubt(writer.snapshot(), address);
  if (under_way_.contains(likeness_of(address, doubt.body))) return;
  if (fate.kind == Fate::Kind::Found) {
    writer.done(waits->second, {address, found_record(doubt, fate.ids.front(), live), {}});
  } else if (fate.kind == Fate::Kind::NotMade) {
    writer.not_made(waits->second, address);
  }
  waiting_.erase(waits);
  fates_.emplace(address, std::move(fate));
}

void LostCreates::give_up(const base::Error& error) {
  for (const auto& [address, intent] : waiting_)
    fates_.emplace(address, Fate{Fate::Kind::Unknown, {}, error});
  waiting_.clear();
}

}  // namespace waveform::planner
