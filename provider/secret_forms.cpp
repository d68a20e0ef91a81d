#include "provider/secret_forms.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/base64.h"

namespace waveform::provider {

namespace {

using Origin = PlainForm::Origin;

struct Entity {
  std::string_view name;
  char character;
};

// All ASCII characters with a name.
constexpr Entity kEntities[] = {
    {"amp", '&'},    {"AMP", '&'},          {"apos", '\''},  {"ast", '*'},    {"midast", '*'},
    {"bsol", '\\'},  {"colon", ':'},        {"comma", ','},  {"commat", '@'}, {"dollar", '$'},
    {"equals", '='}, {"excl", '!'},         {"grave", '`'},  {"gt", '>'},     {"GT", '>'},
    {"Hat", '^'},    {"lbrace", '{'},       {"lcub", '{'},   {"lbrack", '['}, {"lsqb", '['},
    {"lowbar", '_'}, {"UnderBar", '_'},     {"lpar", '('},   {"lt", '<'},     {"LT", '<'},
    {"num", '#'},    {"percnt", '%'},       {"period", '.'}, {"plus", '+'},   {"quest", '?'},
    {"quot", '"'},   {"QUOT", '"'},         {"rbrace", '}'}, {"rcub", '}'},   {"rbrack", ']'},
    {"rsqb", ']'},   {"rpar", ')'},         {"semi", ';'},   {"sol", '/'},    {"verbar", '|'},
    {"vert", '|'},   {"VerticalLine", '|'}, {"nbsp", ' '},   {"Tab", '\t'},   {"NewLine", '\n'},
    {"hyphen", '-'}, {"dash", '-'}};
constexpr std::size_t kLongestEntity = 14;  // including both delimiters and leading zeros of a number

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::optional<std::uint32_t> number_of(std::string_view digits, int base) {
  std::uint32_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || number > 0x10FFFF)
    return std::nullopt;
  return number;
}

std::optional<std::uint32_t> entity_of(std::string_view name) {
  if (name.starts_with("#x") || name.starts_with("#X")) return number_of(name.substr(2), 16);
  if (name.starts_with('#')) return number_of(name.substr(1), 10);
  for (const auto& entity : kEntities) {
    if (entity.name == name) return static_cast<unsigned char>(entity.character);
  }
  return std::nullopt;
}

bool is_high(std::uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(std::uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

// Decodes byte by byte. Decoded bytes replace their encoding and may complete an outer encoding.
class Decoder {
 public:
  PlainForm done;

  void push(char c, Origin origin) {
    if (c == '\\' && ends_with_backslash()) {
      done.origins.back().end = origin.end;
      return;
    }
    if (ends_with_backslash() && c != 'u' && c != 'x') {
      origin.begin = pop();
      if (std::string_view("nrtbf").find(c) != std::string_view::npos) return;
    }
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') return;
    done.text += c;
    done.origins.push_back(origin);
    if (is_hex(c)) {
      end_of_escape();
    } else if (c == ';') {
      end_of_entity();
    }
  }

 private:
  bool ends_with_backslash() const { return done.text.ends_with('\\'); }
  std::uint32_t pop() {
    const std::uint32_t begin = done.origins.back().begin;
    done.text.pop_back();
    done.origins.pop_back();
    return begin;
  }

  // The number after `sign`, if the text ends with it and this many digits.
  std::optional<std::uint32_t> escape(std::string_view sign, std::size_t digits,
                                      std::size_t before = 0) const {
    const std::size_t size = sign.size() + digits;
    if (done.text.size() < size + before) return std::nullopt;
    const std::string_view last = std::string_view(done.text).substr(done.text.size() - before - size, size);
    return last.starts_with(sign) ? number_of(last.substr(sign.size()), 16) : std::nullopt;
  }

  void end_of_escape() {
    if (const auto byte = escape("%", 2)) return replace(3, {static_cast<char>(*byte)});
    if (const auto byte = escape("\\x", 2)) return replace(4, {static_cast<char>(*byte)});
    for (const std::string_view sign : {"\\u", "%u"}) {
      const auto unit = escape(sign, 4);
      if (!unit || is_high(*unit)) continue;  // waits for the other half
      const auto high = is_low(*unit) ? escape(sign, 4, 6) : std::nullopt;
      if (high && is_high(*high))
        return replace(12, utf8(0x10000 + ((*high - 0xD800) << 10) + (*unit - 0xDC00)));
      return replace(6, utf8(*unit));
    }
  }

  void end_of_entity() {
    const std::string_view last =
        std::string_view(done.text).substr(done.text.size() - std::min(done.text.size(), kLongestEntity));
    const std::size_t begin = last.rfind('&');
    if (begin == std::string_view::npos) return;
    const std::size_t size = last.size() - begin;
    if (const auto point = entity_of(last.substr(begin + 1, size - 2))) replace(size, utf8(*point));
  }

  static std::string utf8(std::uint32_t point) {
    std::string out;
    if (point < 0x80) return {static_cast<char>(point)};
    const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    constexpr unsigned kLead[] = {0, 0xC0, 0xE0, 0xF0};
    out += static_cast<char>(kLead[more] | point >> (6 * more));
    for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | (point >> (6 * i) & 0x3F));
    return out;
  }

  void replace(std::size_t size, const std::string& decoded) {
    Origin origin = done.origins.back();
    for (std::size_t i = 0; i < size; ++i) origin.begin = pop();
    for (const char c : decoded) push(c, origin);
  }
};

}  // namespace

PlainForm plain_form(std::string_view text) {
  Decoder decoder;
  decoder.done.text.reserve(text.size());
  decoder.done.origins.reserve(text.size());
  for (std::uint32_t at = 0; at < text.size(); ++at) decoder.push(text[at], {at, at + 1});
  std::replace(decoder.done.text.begin(), decoder.done.text.end(), ' ', '+');
  return std::move(decoder.done);
}

std::string one_alphabet(std::string text) {
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  return text;
}

std::vector<std::string> base64_forms(std::string_view text) {
  std::vector<std::string> forms;
  for (const std::size_t before : {0U, 1U, 2U}) {
    const std::string digits = base::to_base64(std::string(before, '\0') + std::string(text));
    const std::size_t begin = (before * 8 + 5) / 6, end = (before + text.size()) * 8 / 6;
    if (end > begin) forms.push_back(digits.substr(begin, end - begin));
  }
  return forms;
}

bool is_base64_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
         c == '-' || c == '_';
}

}  // namespace waveform::provider
