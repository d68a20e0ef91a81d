#include "base/address.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"

namespace waveform::base {

namespace {

bool is_name(std::string_view text) {
  if (text.empty()) return false;
  auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  auto inner = [&](char c) { return letter(c) || c == '-' || (c >= '0' && c <= '9'); };
  return letter(text.front()) && std::all_of(text.begin(), text.end(), inner);
}

tl::unexpected<Error> not_an_address(std::string_view text) {
  return fail(ErrorKind::Invalid, quote(text) + " is not a resource address",
              "An address is TYPE.NAME, such as wavefront_cloud_integration_ec2.main; TYPE.NAME[0] or "
              "TYPE.NAME[\"key\"] name one of several instances. In a shell, put it in single quotes.");
}

// HCL's string as one of JSON: without the escapes of "${" and "%{", and \U as a pair of \u.
std::string as_json(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    std::uint32_t c = 0;
    constexpr std::size_t kLong = 10;  // of \U000e0041
    if (rest.starts_with("\\U") && rest.size() > kLong &&
        std::from_chars(rest.data() + 2, rest.data() + kLong, c, 16).ptr == rest.data() + kLong &&
        c > 0xFFFF && c <= 0x10FFFF) {
      out += fmt::format("\\u{:04x}\\u{:04x}", 0xD7C0 + (c >> 10), 0xDC00 + (c & 0x3FF));
      i += kLong - 1;
    } else if (rest.starts_with('\\')) {
      out += rest.substr(0, 2);
      ++i;
    } else {
      out += rest.front();
      if (rest.starts_with("$${") || rest.starts_with("%%{")) ++i;
    }
  }
  return out;
}

// "[0]" or "[\"key\"]"
bool parse_key(std::string_view text, Address::Key& key) {
  if (text.size() < 3 || text.front() != '[' || text.back() != ']') return false;
  std::string_view inside = text.substr(1, text.size() - 2);
  if (inside.front() == '"') {
    auto parsed = parse_json(as_json(inside));
    if (!parsed || !parsed->is_string()) return false;
    key = parsed->as_string();
    return true;
  }
  const auto number = parse_integer(inside);
  if (!number || *number < 0) return false;
  key = *number;
  return true;
}

std::string without_quotes(std::string_view flag, const std::string& address) {
  return fmt::format(
      "The shell took the quotes of the key away. An address with one is TYPE.NAME[\"key\"], in single "
      "quotes: {}'{}'.",
      flag, address);
}

// TYPE.NAME[key]
tl::unexpected<Error> bad_key(std::string_view text, std::size_t bracket, std::string_view flag) {
  const std::string_view key = text.substr(bracket + 1, text.size() - bracket - 2);
  const bool is_bare =
      text.ends_with(']') && !key.empty() && key.find_first_of("\"'\\[]") == std::string_view::npos;
  if (!is_bare) return not_an_address(text);
  return fail(ErrorKind::Invalid, quote(text) + " is not a resource address",
              without_quotes(flag, fmt::format("{}[{}]", text.substr(0, bracket), quote(key))));
}

}  // namespace

std::string near_address(const Address& address, const std::vector<std::string>& known,
                         std::string_view flag) {
  Address quoted = address;
  if (const auto* number = std::get_if<std::int64_t>(&address.key)) quoted.key = std::to_string(*number);
  if (!address.is_keyed()) {
    const auto instance = std::find_if(known.begin(), known.end(), [&](const std::string& other) {
      return other.starts_with(address.text() + "[");
    });
    if (instance != known.end())
      return fmt::format("It has instances. Name one, such as {}'{}'.", flag, printable(*instance));
  }
  const bool is_there = std::find(known.begin(), known.end(), quoted.text()) != known.end();
  return is_there && quoted != address ? without_quotes(flag, printable(quoted.text()))
                                       : did_you_mean(address.text(), known);
}

std::string Address::text() const {
  std::string out = type + "." + name;
  if (const auto* number = std::get_if<std::int64_t>(&key)) out += "[" + std::to_string(*number) + "]";
  if (const auto* word = std::get_if<std::string>(&key)) out += "[" + hcl_string(*word) + "]";
  return out;
}

Result<Address> parse_address(std::string_view text, std::string_view flag) {
  auto dot = text.find('.');
  if (dot == std::string_view::npos) return not_an_address(text);
  auto bracket = std::min(text.find('[', dot), text.size());
  Address address;
  address.type = text.substr(0, dot);
  address.name = text.substr(dot + 1, bracket - dot - 1);
  if (!is_name(address.type) || !is_name(address.name)) return not_an_address(text);
  if (bracket < text.size() && !parse_key(text.substr(bracket), address.key))
    return bad_key(text, bracket, flag);
  return address;
}

}  // namespace waveform::base
