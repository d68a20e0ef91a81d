// The same work on many things at once.
#pragma once

#include <cstddef>
#include <functional>

namespace waveform::base {

// work(0), ..., work(count - 1), at most `width` at the same time, from several threads; returns when all
// have been done. The caller's thread works, too, alone where no other can be had.
void in_parallel(std::size_t count, int width, const std::function<void(std::size_t)>& work);

}  // namespace waveform::base
