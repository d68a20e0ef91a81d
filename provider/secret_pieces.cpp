#include "provider/secret_pieces.h"

#include <algorithm>
#include <cstring>

namespace waveform::provider {

namespace {

// Every piece of 12 bytes contains a whole window of 8 bytes that begins at a multiple of 5.
constexpr std::size_t kWindow = 8;
constexpr std::size_t kStride = 5;
constexpr std::size_t kMostEqualWindows =
    16;                                // further texts with an equal window are found by their other windows
constexpr std::size_t kLookBack = 64;  // how far before the end of a piece the search continues

// Strings that occur in many secrets and reveal nothing.
constexpr std::string_view kPublic[] = {"-----BEGIN+PRIVATE+KEY-----",
                                        "-----END+PRIVATE+KEY-----",
                                        "-----BEGIN+RSA+PRIVATE+KEY-----",
                                        "-----END+RSA+PRIVATE+KEY-----",
                                        "-----BEGIN+ENCRYPTED+PRIVATE+KEY-----",
                                        "-----END+ENCRYPTED+PRIVATE+KEY-----",
                                        "arn:aws:iam::",
                                        "https://",
                                        ".iam.gserviceaccount.com"};

std::uint64_t window_at(std::string_view text, std::size_t at) {
  std::uint64_t window = 0;
  std::memcpy(&window, text.data() + at, kWindow);
  return window;
}

std::uint32_t beginning_at(std::string_view text, std::size_t at) {
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, text.data() + at, SecretPieces::kShortest);
  return bytes;
}

bool is_public(std::string text) {
  std::replace(text.begin(), text.end(), ' ', '+');
  return std::any_of(std::begin(kPublic), std::end(kPublic),
                     [&](std::string_view phrase) { return phrase.find(text) != std::string_view::npos; });
}

}  // namespace

void SecretPieces::add(const std::string& text, std::size_t least, std::string_view word) {
  if (text.size() < kShortest) return;
  known_.push_back({text, std::min(least, text.size()), word});
  const auto number = static_cast<std::uint32_t>(known_.size());
  if (text.size() < 12) {
    short_[beginning_at(text, 0)].push_back(number);
    return;
  }
  const bool is_whole = least >= text.size();
  if (is_whole && is_public(text)) return;
  for (std::size_t at = 0; at + kWindow <= text.size(); at += kStride) {
    if (!is_whole && is_public(text.substr(at, kWindow))) continue;
    add_window(window_at(text, at), number, at);
    if (is_whole) return;
  }
}

std::size_t SecretPieces::slot_of(std::uint64_t window) const {
  return static_cast<std::size_t>((window * 0x9E3779B97F4A7C15ULL) >> 20) & (slots_.size() - 1);
}

void SecretPieces::grow() {
  std::vector<Slot> old(std::max<std::size_t>(64, slots_.size() * 2));
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.known == 0) continue;
    std::size_t at = slot_of(slot.window);
    while (slots_[at].known != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
}

void SecretPieces::add_window(std::uint64_t window, std::uint32_t known, std::size_t offset) {
  if (used_ * 2 >= slots_.size()) grow();
  std::size_t equal = 0, at = slot_of(window);
  for (; slots_[at].known != 0; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].window == window && ++equal == kMostEqualWindows) return;
  }
  slots_[at] = {window, known, static_cast<std::uint32_t>(offset)};
  ++used_;
}

// The longest piece around the window at `at`, beginning at `from` or later; returns its size, 0 if none.
std::size_t SecretPieces::longest_at(std::string_view text, std::size_t at, std::size_t from,
                                     FoundPiece& found) const {
  const std::uint64_t window = window_at(text, at);
  std::size_t longest = 0;
  for (std::size_t slot = slot_of(window); slots_[slot].known != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    if (slots_[slot].window != window) continue;
    const Known& known = known_[slots_[slot].known - 1];
    std::size_t begin = at, end = at + kWindow, before = slots_[slot].offset, after = before + kWindow;
    while (begin > from && before > 0 && text[begin - 1] == known.text[before - 1]) --begin, --before;
    while (end < text.size() && after < known.text.size() && text[end] == known.text[after]) ++end, ++after;
    if (end - begin < known.least || end - begin <= longest) continue;
    longest = end - begin;
    found = {begin, end, known.word};
  }
  return longest;
}

void SecretPieces::find(std::string_view text, const std::function<void(const FoundPiece&)>& report) const {
  std::size_t from = 0, next = 0;  // where pieces may begin, and the next window
  for (std::size_t at = 0; at + kShortest <= text.size(); ++at) {
    if (const auto known = short_.find(beginning_at(text, at)); known != short_.end()) {
      for (const std::uint32_t number : known->second) {
        const Known& one = known_[number - 1];
        if (text.substr(at).starts_with(one.text)) report({at, at + one.text.size(), one.word});
      }
    }
    if (at < next || slots_.empty() || at + kWindow > text.size()) continue;
    FoundPiece found;
    if (longest_at(text, at, from, found) == 0) continue;
    report(found);
    // Most of a long piece is already covered.
    if (found.end - at <= kLookBack) continue;
    next = found.end - kLookBack;
    from = next - kLookBack;
  }
}

}  // namespace waveform::provider
