#include "provider/secret_texts.h"

#include <algorithm>
#include <vector>

#include "base/http/url.h"
#include "base/json.h"
#include "base/text.h"

namespace waveform::provider {

using base::Value;

namespace {

constexpr std::size_t kShortestPiece = 4;
constexpr std::size_t kShortestLine = 16;
constexpr std::size_t kShortestMember = 8;

// What a key file has beside the key: nothing that anybody keeps to himself.
bool is_open(std::string_view key, const std::string& text) {
  return key == "type" || key == "project_id" || text.size() < kShortestMember ||
         text.starts_with("https://");
}

// The first bytes of a piece. REQUIRES: there are as many.
std::uint32_t beginning(std::string_view text) {
  std::uint32_t bytes = 0;
  for (std::size_t i = 0; i < kShortestPiece; ++i) bytes = bytes << 8 | static_cast<unsigned char>(text[i]);
  return bytes;
}

std::string as_json(const std::string& text) {
  const std::string quoted = base::write_json(Value(text));
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

void SecretTexts::learn(const Value& value, std::uint8_t marks) {
  marks = static_cast<std::uint8_t>(marks | value.marks());
  const std::string_view shown = (marks & Value::Sensitive) != 0 ? words_.sensitive : words_.masked;
  if (marks == 0 && value.marks_within() == 0) return;
  if (value.is_string() && marks != 0) add(value.as_string(), shown);
  if (value.is_number() && marks != 0) add(base::number_text(value), shown);
  if (value.is_list()) {
    for (const Value& item : value.as_list()) learn(item, marks);
  } else if (value.is_map()) {
    for (const auto& [key, member] : value.as_map()) {
      learn(member, marks);
      if (marks != 0) add(key, shown);
    }
  }
}

void SecretTexts::add(const std::string& text, std::string_view shown) {
  if (text.empty() || knows(text)) return;
  wholes_.emplace(text, shown);
  add_piece(text, shown);
  for (const std::string_view line : base::split(text, '\n')) {
    if (line.size() >= kShortestLine) add_piece(std::string(base::trim(line)), shown);
  }
  if (!text.starts_with('{')) return;
  if (const auto json = base::parse_json(text)) learn_parts(*json, shown);
}

void SecretTexts::learn_parts(const Value& json, std::string_view shown) {
  if (json.is_list()) {
    for (const Value& item : json.as_list()) learn_parts(item, shown);
  } else if (json.is_map()) {
    for (const auto& [key, member] : json.as_map()) {
      if (!member.is_string()) {
        learn_parts(member, shown);
      } else if (!is_open(key, member.as_string())) {
        add(member.as_string(), shown);
      }
    }
  }
}

void SecretTexts::add_piece(const std::string& text, std::string_view shown) {
  for (const std::string& form : {text, as_json(text), as_json(as_json(text)), http::percent_encode(text)}) {
    if (form.size() >= kShortestPiece) pieces_[beginning(form)].emplace(form, shown);
  }
}

std::string SecretTexts::cut(const std::string& text) const {
  if (const auto whole = wholes_.find(text); whole != wholes_.end()) return std::string(whole->second);
  struct Found {
    std::size_t begin, end;
    std::string_view shown;
  };
  std::vector<Found> found;
  for (std::size_t at = 0; at + kShortestPiece <= text.size(); ++at) {
    const std::string_view rest = std::string_view(text).substr(at);
    const auto pieces = pieces_.find(beginning(rest));
    if (pieces == pieces_.end()) continue;
    for (const auto& [piece, shown] : pieces->second) {
      if (rest.starts_with(piece)) found.push_back({at, at + piece.size(), shown});
    }
  }
  if (found.empty()) return text;
  // What overlaps is replaced as one, so that no end of either is left over.
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::string out;
  std::size_t done = 0;
  for (const Found& one : found) {
    if (one.begin >= done) {
      out += text.substr(done, one.begin - done);
      out += one.shown;
    }
    done = std::max(done, one.end);
  }
  return out + text.substr(done);
}

}  // namespace waveform::provider
