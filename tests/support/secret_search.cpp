#include "tests/support/secret_search.h"

#include <algorithm>
#include <cstdint>
#include <set>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"

namespace waveform::test {

namespace {

constexpr std::size_t kPiece = 12;

std::string base64(std::string_view data) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (char c : data) {
    bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xFFFFFF;
    for (held += 8; held >= 6; held -= 6) out += kDigits[bits >> (held - 6) & 63];
  }
  return out;
}

// The digits that the secret alone determines after `before` preceding bytes in the encoded text.
std::string base64_behind(std::size_t before, const std::string& secret) {
  return base64(std::string(before, '\0') + secret).substr((before * 8 + 5) / 6);
}

std::string url_safe(std::string text) {
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (char c : text) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 std::string_view("-._~").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string json_escaped(const std::string& text) {
  std::string quoted = base::write_json(base::Value(text));
  return quoted.substr(1, quoted.size() - 2);
}

// Wrapped text joined again: at a space, or within a word.
std::string with_lines_joined(std::string_view text, const char* between) {
  std::string out;
  bool at_begin = false;
  for (char c : text) {
    if (c == '\n' && !at_begin) {
      at_begin = true;
      out += between;
    }
    if (at_begin && (c == '\n' || c == ' ')) continue;
    at_begin = false;
    out += c;
  }
  return out;
}

}  // namespace

std::string without_colours(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\x1b' || at + 1 >= text.size() || text[at + 1] != '[') {
      out += text[at];
      continue;
    }
    at += 2;
    while (at < text.size() && (text[at] < '@' || text[at] > '~')) ++at;
  }
  return out;
}

void SecretSearch::add_form(const std::string& finding, const std::string& form) {
  const std::size_t index = findings_.size();
  findings_.push_back(finding);
  if (form.size() < kPiece) short_pieces_.emplace_back(form, index);
  for (std::size_t at = 0; at + kPiece <= form.size(); ++at)
    pieces_[form.substr(at, kPiece)].push_back(index);
}

void SecretSearch::add(const std::string& name, const std::string& secret) {
  add_form(name + " as it is", secret);
  add_form(name + " as JSON", json_escaped(secret));
  add_form(name + " in capitals", base::upper(secret));
  add_form(name + " percent-encoded", percent_encoded(secret));
  for (std::size_t before : {0u, 1u, 2u}) {
    std::string finding = fmt::format("{} in base64, {} behind", name, before);
    add_form(finding, base64_behind(before, secret));
    add_form(finding + ", URL-safe", url_safe(base64_behind(before, secret)));
  }
}

std::vector<std::string> SecretSearch::find(std::string_view text) const {
  std::string bare = without_colours(text);
  std::string joined = with_lines_joined(bare, "");
  std::string spaced = with_lines_joined(bare, " ");
  std::set<std::size_t> found;
  for (const std::string_view haystack :
       {text, std::string_view(bare), std::string_view(joined), std::string_view(spaced)}) {
    for (std::size_t at = 0; at + kPiece <= haystack.size(); ++at) {
      auto piece = pieces_.find(haystack.substr(at, kPiece));
      if (piece != pieces_.end()) found.insert(piece->second.begin(), piece->second.end());
    }
    for (const auto& [piece, index] : short_pieces_) {
      if (haystack.find(piece) != std::string_view::npos) found.insert(index);
    }
  }
  std::vector<std::string> names;
  for (const std::size_t index : found) names.push_back(findings_[index]);
  return names;
}

}  // namespace waveform::test
