#include "state/tombstones.h"

#include <limits>

namespace waveform::state {

Tombstones::Tombstones(std::vector<Tombstone> list) {
  for (auto& tombstone : list) add(std::move(tombstone));
}

const Tombstone* Tombstones::newest(const base::Address& address) const {
  auto after = by_address_.upper_bound({address, std::numeric_limits<Number>::max()});
  if (after == by_address_.begin()) return nullptr;
  const auto& [found, number] = *std::prev(after);
  return found == address ? &list_.at(number) : nullptr;
}

void Tombstones::add(Tombstone tombstone) {
  const Number number = list_.empty() ? 0 : list_.rbegin()->first + 1;
  by_address_.emplace(tombstone.address, number);
  by_id_.emplace(tombstone.id, number);
  list_.emplace_hint(list_.end(), number, std::move(tombstone));
}

void Tombstones::move(const base::Address& from, const base::Address& to) {
  for (auto it = by_address_.lower_bound({from, 0}); it != by_address_.end() && it->first == from;) {
    auto node = by_address_.extract(it++);
    list_.at(node.value().second).address = to;
    node.value().first = to;
    by_address_.insert(std::move(node));
  }
}

void Tombstones::erase(List::iterator it) {
  by_address_.erase({it->second.address, it->first});
  by_id_.erase({it->second.id, it->first});
  list_.erase(it);
}

}  // namespace waveform::state
