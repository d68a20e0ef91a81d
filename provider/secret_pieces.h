// An index of strings that finds pieces of them in other strings. Private to SecretTexts.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace waveform::provider {

// A piece at [begin, end) of the searched text.
struct FoundPiece {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view word;  // its replacement
};

class SecretPieces {
 public:
  static constexpr std::size_t kShortest = 4;  // of a string, in bytes; shorter ones are ignored
  // Every piece of at least `least` bytes is found; a shorter string only as a whole. REQUIRES: least >= 12.
  void add(const std::string& text, std::size_t least, std::string_view word);
  bool empty() const { return known_.empty(); }
  // Returns only maximal pieces, which may overlap. Linear time, whatever the length of the strings.
  void find(std::string_view text, const std::function<void(const FoundPiece&)>& report) const;

 private:
  struct Known {
    std::string text;
    std::size_t least = 0;
    std::string_view word;
  };
  struct Slot {
    std::uint64_t window = 0;
    std::uint32_t known = 0;  // its number, from 1; 0: free
    std::uint32_t offset = 0;
  };

  void add_window(std::uint64_t window, std::uint32_t known, std::size_t offset);
  void grow();
  std::size_t slot_of(std::uint64_t window) const;
  std::size_t longest_at(std::string_view text, std::size_t at, std::size_t from, FoundPiece& found) const;

  std::vector<Known> known_;
  std::vector<Slot> slots_;  // windows of long strings; the size is a power of two
  std::size_t used_ = 0;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> short_;  // short strings by their first bytes
};

}  // namespace waveform::provider
