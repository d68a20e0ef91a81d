// The address of a resource in manifests, state and plans: TYPE.NAME, TYPE.NAME["key"] or TYPE.NAME[0].
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace waveform::base {

struct Address {
  using Key = std::variant<std::monostate, std::int64_t,
                           std::string>;  // a single resource; an instance by count; an instance by for_each

  std::string type;
  std::string name;
  Key key;

  std::string text() const;
  // The address of the block, without the key: TYPE.NAME.
  Address block() const { return {type, name, {}}; }
  bool is_keyed() const { return key.index() != 0; }
  // Integer keys order as numbers, before string keys.
  friend auto operator<=>(const Address&, const Address&) = default;
  friend bool operator==(const Address&, const Address&) = default;
};

// `flag`: of the command line, for what to write instead: "-target=". ERRORS: Invalid, with the form of an
// address.
Result<Address> parse_address(std::string_view text, std::string_view flag = {});

// What to write instead of an address that is not known: `Did you mean "x"?`, or that the shell took the
// quotes of its key away; "" when no known address is near.
std::string near_address(const Address& address, const std::vector<std::string>& known,
                         std::string_view flag = {});

}  // namespace waveform::base

// For lookups only: ordering many addresses of one type costs much more.
template <>
struct std::hash<waveform::base::Address> {
  std::size_t operator()(const waveform::base::Address& address) const {
    const std::size_t key = std::hash<waveform::base::Address::Key>()(address.key);
    return (std::hash<std::string>()(address.type) * 31 + std::hash<std::string>()(address.name)) * 31 + key;
  }
};
