// The same work on many items at once.
#pragma once

#include <cstddef>
#include <functional>

namespace waveform::base {

// Runs work(0), ..., work(count - 1) in several threads, at most `width` at the same time, and returns when
// all have ended. The calling thread works as well, alone if no other can be started. After an exception no
// more work is begun, and the first exception is thrown to the caller.
void in_parallel(std::size_t count, int width, const std::function<void(std::size_t)>& work);

}  // namespace waveform::base
