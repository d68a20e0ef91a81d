#include <fmt/format.h>

#include "base/base64.h"
#include "base/digest.h"
#include "planner/hcl/functions/charsets.h"
#include "planner/hcl/functions/results.h"
#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

using base::Digest;

namespace {

// --- base64 ---

Called call_base64decode(Arguments given, const CallContext&) {
  auto bytes = base::from_base64(text_of(given[0]));
  if (!bytes) return call_fault("str is not valid base64", 0);
  return text_result(*std::move(bytes));
}

tl::unexpected<CallFault> no_charset() {
  return call_fault("encoding is not the name of a supported encoding, as UTF-16LE", 1);
}

Called call_textencodebase64(Arguments given, const CallContext&) {
  const auto charset = Charset::find(text_of(given[1]));
  if (!charset) return no_charset();
  const auto bytes = charset->encode(text_of(given[0]));
  if (!bytes) return call_fault("string has characters that are not in this encoding", 0);
  return text_result(base::to_base64(*bytes));
}

Called call_textdecodebase64(Arguments given, const CallContext&) {
  const auto charset = Charset::find(text_of(given[1]));
  if (!charset) return no_charset();
  const auto bytes = base::from_base64(text_of(given[0]));
  if (!bytes) return call_fault("source is not valid base64", 0);
  auto text = charset->decode(*bytes);
  if (!text) return call_fault("source has characters that are not in this encoding", 0);
  return text_result(*std::move(text));
}

// --- URLs ---

int hex_digit(char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto found = kDigits.find(static_cast<char>(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c));
  return found == std::string_view::npos ? -1 : static_cast<int>(found);
}

Called call_urlencode(Arguments given, const CallContext&) {
  std::string out;
  for (const char c : text_of(given[0])) {
    if (out.size() > kLongestText) return too_long();
    const char small = static_cast<char>(c | 0x20);
    if ((small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') ||
        std::string_view("-_.~").find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += c == ' ' ? "+" : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return text_result(out);
}

Called call_urldecode(Arguments given, const CallContext&) {
  const std::string& text = text_of(given[0]);
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out += text[at] == '+' ? ' ' : text[at];
      continue;
    }
    const int high = at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[at + 2]) : -1;
    if (low < 0) return call_fault("str has a % that two hexadecimal digits do not follow", 0);
    out += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return text_result(out);
}

// --- hashes ---

template <Digest kAlgorithm>
Called call_hex(Arguments given, const CallContext&) {
  return typed(base::hex(base::digest(kAlgorithm, text_of(given[0]))));
}

template <Digest kAlgorithm>
Called call_base64(Arguments given, const CallContext&) {
  return typed(base::to_base64(base::digest(kAlgorithm, text_of(given[0]))));
}

}  // namespace

std::vector<Function> encoding_functions() {
  using enum Type::Kind;
  const std::vector<Parameter> str = {{"str", String}};
  const Parameter encoding{"encoding", String};
  return {
      {"base64decode", str, String, call_base64decode},
      {"base64encode", str, String, changed_text<base::to_base64>},
      {"base64sha256", str, String, call_base64<Digest::Sha256>},
      {"base64sha512", str, String, call_base64<Digest::Sha512>},
      {"md5", str, String, call_hex<Digest::Md5>},
      {"sha1", str, String, call_hex<Digest::Sha1>},
      {"sha256", str, String, call_hex<Digest::Sha256>},
      {"sha512", str, String, call_hex<Digest::Sha512>},
      {"textdecodebase64", {{"source", String}, encoding}, String, call_textdecodebase64},
      {"textencodebase64", {{"string", String}, encoding}, String, call_textencodebase64},
      {"urldecode", str, String, call_urldecode},
      {"urlencode", str, String, call_urlencode},
  };
}

}  // namespace waveform::hcl
