// Records of deleted resources, indexed by address and by id. A value.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <ranges>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/address.h"

namespace waveform::state {

// HMAC-SHA-256 of a secret under the snapshot's digest_key, hexadecimal, by attribute.
using SecretDigests = std::map<std::string, std::string>;

// The record of a deleted resource, so that the same integration can be undeleted. The last four members are
// as in Resource.
struct Tombstone {
  base::Address address;
  std::string id;
  std::int64_t deleted_epoch_millis = 0;
  std::set<std::string> ours;
  SecretDigests secret_digests;
  SecretDigests open_secrets = {};
  std::set<std::string> unverified_secrets = {};

  friend bool operator==(const Tombstone&, const Tombstone&) = default;
};

// An address may have several, and so may an id.
class Tombstones {
 public:
  Tombstones() = default;
  Tombstones(std::vector<Tombstone> list);  // oldest first
  Tombstones(std::initializer_list<Tombstone> list) : Tombstones(std::vector(list)) {}

  // Oldest first.
  auto begin() const { return std::views::values(list_).begin(); }
  auto end() const { return std::views::values(list_).end(); }
  std::size_t size() const { return list_.size(); }
  bool empty() const { return list_.empty(); }
  // The newest one of the address, or null; valid until the next change.
  const Tombstone* newest(const base::Address& address) const;

  void add(Tombstone tombstone);
  void forget(const base::Address& address) { forget_in(by_address_, address); }
  void forget(const std::string& id) { forget_in(by_id_, id); }
  template <typename Matches>
  void forget_if(Matches matches) {
    for (auto it = list_.begin(); it != list_.end();) {
      auto next = std::next(it);
      if (matches(std::as_const(it->second))) erase(it);
      it = next;
    }
  }
  // Moves all records of one address to another, keeping their order.
  void move(const base::Address& from, const base::Address& to);

  friend bool operator==(const Tombstones& a, const Tombstones& b) { return std::ranges::equal(a, b); }

 private:
  using Number = std::uint64_t;  // increases with every addition
  using List = std::map<Number, Tombstone>;

  void erase(List::iterator it);
  template <typename Index, typename Key>
  void forget_in(const Index& index, const Key& key) {
    for (auto it = index.lower_bound({key, 0}); it != index.end() && it->first == key;)
      erase(list_.find((it++)->second));
  }

  List list_;
  std::set<std::pair<base::Address, Number>> by_address_;
  std::set<std::pair<std::string, Number>> by_id_;
};

}  // namespace waveform::state
