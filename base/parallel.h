// A parallel for loop.
#pragma once

#include <cstddef>
#include <functional>

namespace waveform::base {

// Calls work(0), ..., work(count - 1), at most `width` at a time, from several threads. Returns when all are
// done. The calling thread works as well, alone if no other thread can be started.
void in_parallel(std::size_t count, int width, const std::function<void(std::size_t)>& work);

}  // namespace waveform::base
