// An index of texts, for the pieces of them that stand in another text. Private to SecretTexts.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace waveform::provider {

// A piece at [begin, end) of the text that was looked through.
struct FoundPiece {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view word;  // what stands in its place
};

class SecretPieces {
 public:
  static constexpr std::size_t kShortest = 4;  // of a text, in bytes; shorter ones are left out
  // Every piece of `least` bytes and more will be found; of a shorter text, the whole. REQUIRES: least >= 12.
  void add(const std::string& text, std::size_t least, std::string_view word);
  bool empty() const { return known_.empty(); }
  // Longest pieces only, but they may overlap. Takes linear time, however long the texts and their pieces
  // are.
  void find(std::string_view text, const std::function<void(const FoundPiece&)>& report) const;

 private:
  struct Known {
    std::string text;
    std::size_t least = 0;
    std::string_view word;
  };
  struct Slot {
    std::uint64_t window = 0;
    std::uint32_t known = 0;  // its number, from 1 on; 0: free
    std::uint32_t offset = 0;
  };

  void add_window(std::uint64_t window, std::uint32_t known, std::size_t offset);
  void grow();
  std::size_t slot_of(std::uint64_t window) const;
  std::size_t longest_at(std::string_view text, std::size_t at, std::size_t from, FoundPiece& found) const;

  std::vector<Known> known_;
  std::vector<Slot> slots_;  // of windows of long texts, a power of two
  std::size_t used_ = 0;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> short_;  // short texts by their first bytes
};

}  // namespace waveform::provider
