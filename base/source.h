// Source texts and positions in them. A Range is a pointer and two offsets; lines and columns are computed
// when a message is printed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace waveform::base {

// Limits for the sources of one run, in bytes and in tokens. A token needs up to 250 bytes of memory.
inline constexpr std::size_t kLargestSource = std::size_t{16} << 20;
inline constexpr std::size_t kLargestSources = std::size_t{64} << 20;
inline constexpr std::size_t kMostParts = 2'000'000;

// A source: a manifest file, a -var argument, an environment variable. `name` is what the user knows it by.
struct Source {
  struct Bytes {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  std::string name;
  std::string text;
  std::vector<Bytes> hidden = {};  // secrets in the text
  // The remaining number of tokens, shared by all sources of a run.
  std::shared_ptr<std::size_t> room = std::make_shared<std::size_t>(kMostParts);
};

struct Range;

// Owns sources; pointers to them stay valid while it lives.
class Sources {
 public:
  const Source& add(std::string name, std::string text) {
    bytes_ += text.size();
    return all_.emplace_back(Source{std::move(name), std::move(text), {}, room_});
  }
  // Hides this part of a source in messages. REQUIRES: the source is one of these.
  void hide(const Range& range);
  const std::deque<Source>& all() const { return all_; }
  // The largest size of the next source.
  std::size_t most_bytes() const {
    return std::min(kLargestSource, kLargestSources - std::min(bytes_, kLargestSources));
  }

 private:
  std::deque<Source> all_;
  std::size_t bytes_ = 0;
  std::shared_ptr<std::size_t> room_ = std::make_shared<std::size_t>(kMostParts);
};

// Byte offsets [begin, end) in *source; a null source means "no place".
struct Range {
  const Source* source = nullptr;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// From the beginning of `first` to the end of `last`. REQUIRES: both in one source.
inline Range span(const Range& first, const Range& last) {
  return {first.source, first.begin, last.end};
}

// 1-based. Columns count user-perceived characters: a letter with its accents is one.
struct Position {
  int line = 1;
  int column = 1;
};
Position position(const Source& source, std::uint32_t offset);

// "main.tf:3". REQUIRES: a place.
std::string where(const Range& range);

// The line that contains the offset, without its line end and byte order mark. `begin` receives the offset of
// its first byte.
std::string_view line_at(const Source& source, std::uint32_t offset, std::uint32_t* begin = nullptr);

// A part of the text for messages: hidden parts as asterisks.
std::string shown_text(const Source& source, std::uint32_t begin, std::size_t size);

}  // namespace waveform::base
