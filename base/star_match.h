// Patterns in which a star stands for any number of elements.
#pragma once

#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>

namespace waveform::base {

// How much of a pattern and of what is matched fits, beginning at one place of both; 0 when nothing does.
struct Fit {
  std::size_t of_pattern = 0;
  std::size_t of_text = 0;
};

// Whether the pattern matches the whole text; both are read by position. `is_star(p)`: a star is at `p` of
// the pattern; `fit(p, t)`: what fits there; `step(t)`: the size of the text's element at `t`. Linear for
// each star, of which the last alone is tried again.
template <typename IsStar, typename FitAt, typename Step>
bool star_match(std::size_t pattern_size, std::size_t text_size, const IsStar& is_star, const FitAt& fit,
                const Step& step) {
  std::size_t p = 0, t = 0;
  std::optional<std::pair<std::size_t, std::size_t>> retry;  // behind the last star, and what it ends before
  while (p < pattern_size || t < text_size) {
    if (p < pattern_size && is_star(p)) {
      retry = {++p, t};
      continue;
    }
    const Fit both = p < pattern_size && t < text_size ? fit(p, t) : Fit{};
    p += both.of_pattern;
    t += both.of_text;
    if (both.of_pattern > 0) continue;
    if (!retry || retry->second == text_size) return false;
    retry->second += step(retry->second);
    std::tie(p, t) = *retry;
  }
  return true;
}

}  // namespace waveform::base
