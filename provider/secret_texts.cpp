#include "provider/secret_texts.h"

#include <algorithm>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "provider/secret_forms.h"

namespace waveform::provider {

using base::Value;

namespace {

constexpr std::size_t kShortestPiece = 12;  // removed although it is not the whole string
constexpr std::size_t kShortestBase64 = 5;  // shorter sequences occur by chance
constexpr std::size_t kShortestLine = 16;
constexpr std::size_t kLongestAsItIs = 64;
constexpr std::size_t kShortestMember = 8;

// Members of a key file that are not secret.
bool is_open(std::string_view key, const std::string& text) {
  return key == "type" || key == "project_id" || text.size() < kShortestMember ||
         text.starts_with("https://");
}

// A piece that ends within a character includes the whole character.
FoundPiece with_characters(FoundPiece piece, std::string_view text) {
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  for (int i = 0; i < 3 && piece.begin > 0 && continues(piece.begin); ++i) --piece.begin;
  for (int i = 0; i < 3 && piece.end < text.size() && continues(piece.end); ++i) ++piece.end;
  return piece;
}

// The original positions of a piece of the plain form.
FoundPiece origin_of(FoundPiece piece, const PlainForm& plain) {
  return {plain.origins[piece.begin].begin, plain.origins[piece.end - 1].end, piece.word};
}

// The first and last base64 digits also depend on neighbouring bytes; padding determines the length.
FoundPiece with_padding(FoundPiece piece, const PlainForm& plain, std::string_view text) {
  const auto is_digit = [&](std::size_t at) {
    return is_base64_digit(plain.text[at]) && text[plain.origins[at].begin] != ' ';
  };
  if (piece.begin > 0 && is_digit(piece.begin - 1)) --piece.begin;
  if (piece.end < plain.text.size() && is_digit(piece.end)) ++piece.end;
  while (piece.end < plain.text.size() && plain.text[piece.end] == '=') ++piece.end;
  return piece;
}

// Overlapping pieces are replaced together, so that no end of either remains.
std::string replaced(const std::string& text, std::vector<FoundPiece> found) {
  std::sort(found.begin(), found.end(), [](const FoundPiece& a, const FoundPiece& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::string out;
  std::size_t done = 0;
  for (const FoundPiece& one : found) {
    if (one.begin >= done) {
      out.append(text, done, one.begin - done);
      out += one.word;
    }
    done = std::max(done, one.end);
  }
  return out.append(text, done);
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
  const bool looks_like_json = base::trim(text).starts_with('{');
  const auto json = looks_like_json ? base::parse_json(text) : base::Result<Value>(Value());
  const bool is_json = json && json->is_map();
  // Only some parts of a key file are secret; pieces of the others are not removed.
  add_forms(text, shown, is_json);
  if (text.find('\n') != std::string::npos) {
    for (const std::string_view line : base::split(text, '\n')) {
      if (line.size() >= kShortestLine) add_forms(std::string(base::trim(line)), shown, is_json);
    }
  }
  if (is_json) learn_parts(*json, shown);
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

void SecretTexts::add_forms(const std::string& text, std::string_view shown, bool is_whole) {
  const std::size_t least = is_whole ? std::string::npos : kShortestPiece;
  // Next to what looks like an escape, a short string may have no plain form.
  if (text.size() <= kLongestAsItIs) as_they_are_.add(text, std::string::npos, shown);
  plain_.add(plain_form(text).text, least, shown);
  // A literal backslash may be encoded separately from the next character.
  if (text.find('\\') != std::string::npos) {
    std::string without = text;
    std::erase(without, '\\');
    plain_.add(plain_form(without).text, least, shown);
  }
  // Lines and parts of JSON have their own encodings.
  if (is_whole || text.find('\n') != std::string::npos) return;
  for (const auto& digits : base64_forms(text)) {
    if (digits.size() >= kShortestBase64) base64_.add(digits, kShortestPiece * 4 / 3, shown);
  }
}

std::string SecretTexts::cut(const std::string& text) const {
  if (const auto whole = wholes_.find(text); whole != wholes_.end()) return std::string(whole->second);
  if (wholes_.empty()) return text;
  std::vector<FoundPiece> found;
  as_they_are_.find(text, [&](const FoundPiece& piece) { found.push_back(with_characters(piece, text)); });
  const PlainForm plain = plain_form(text);
  plain_.find(plain.text, [&](const FoundPiece& piece) {
    found.push_back(with_characters(origin_of(piece, plain), text));
  });
  if (!base64_.empty()) {
    base64_.find(one_alphabet(plain.text), [&](const FoundPiece& piece) {
      found.push_back(origin_of(with_padding(piece, plain, text), plain));
    });
  }
  return found.empty() ? text : replaced(text, std::move(found));
}

}  // namespace waveform::provider
