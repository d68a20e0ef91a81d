// What a map of values is kept in. Its insides are this file's own.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace waveform::base {

// Members by key, in the order of the keys.
template <typename Value>
class Map {
  using Members = std::map<std::string, Value, std::less<>>;

 public:
  using value_type = Members::value_type;
  using mapped_type = Value;
  using iterator = Members::iterator;
  using const_iterator = Members::const_iterator;

  Map() = default;
  Map(std::initializer_list<value_type> members) : members_(members) {}
  template <typename Iterator>
  Map(Iterator first, Iterator last) : members_(first, last) {}

  std::size_t size() const { return members_.size(); }
  bool empty() const { return members_.empty(); }
  iterator begin() { return members_.begin(); }
  iterator end() { return members_.end(); }
  const_iterator begin() const { return members_.begin(); }
  const_iterator end() const { return members_.end(); }

  bool contains(std::string_view key) const { return members_.contains(key); }
  iterator find(std::string_view key) { return members_.find(key); }
  const_iterator find(std::string_view key) const { return members_.find(key); }
  const Value& at(const std::string& key) const { return members_.at(key); }
  Value& operator[](const std::string& key) { return members_[key]; }

  // The former member stays.
  std::pair<iterator, bool> insert(const value_type& member) { return members_.insert(member); }
  std::pair<iterator, bool> emplace(std::string key, Value value = {}) {
    return members_.try_emplace(std::move(key), std::move(value));
  }
  iterator insert_or_assign(std::string key, Value value) {
    return members_.insert_or_assign(std::move(key), std::move(value)).first;
  }
  // The same, fast when the keys come in their order.
  iterator append(std::string key, Value value = {}) {
    return members_.try_emplace(members_.end(), std::move(key), std::move(value));
  }
  std::size_t erase(std::string_view key) {
    const auto found = members_.find(key);
    if (found == members_.end()) return 0;
    members_.erase(found);
    return 1;
  }
  iterator erase(const_iterator member) { return members_.erase(member); }

  friend bool operator==(const Map& a, const Map& b) { return a.members_ == b.members_; }

 private:
  Members members_;
};

}  // namespace waveform::base
